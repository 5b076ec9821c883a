package bb.runtime.cpu;

import bb.runtime.cpu.Worker.Share;

/** The same expression for every element of planes; an input of size 1 is repeated. */
public final class Pointwise {
  private Pointwise() {}

  /**
   * Computes one step.
   *
   * @param vectors weight vectors over the channels
   */
  public static void run(Worker w, PointwiseKernel kernel, View out, int[] vectors, View... in) {
    Lines l = w.lines;
    l.reserve(in.length, vectors.length);
    l.arena = w.arena;
    l.weights = w.weights;
    for (int i = 0; i < vectors.length; i++) {
      l.vectorAt[i] = w.weightAt(vectors[i]);
    }
    if (vectors.length == 0 && isFlat(out, in)) {
      flat(w, kernel, out, in);
    } else {
      rows(w, kernel, out, in);
    }
    w.done();
  }

  /**
   * Computes one step of tensors that are no planes, line by line.
   *
   * @param out its dimensions are those of all operands
   */
  public static void boxes(Worker w, PointwiseKernel kernel, Operand out, Operand... in) {
    Lines l = w.lines;
    l.reserve(in.length, 0);
    l.arena = w.arena;
    l.weights = w.weights;
    l.rows = 1;
    l.length = out.grid().dims()[out.grid().dims().length - 1];
    int lines = out.grid().elements() / l.length;
    Share share = w.share(w.batch() * lines, l.length);
    for (int line = share.from(); line < share.to(); line++) {
      l.outAt = out.line(w, line / lines, line % lines);
      for (int i = 0; i < in.length; i++) {
        l.inAt[i] = in[i].line(w, line / lines, line % lines);
      }
      kernel.lines(l);
    }
    w.done();
  }

  /** Whether the whole batch is one run of floats in every operand. */
  private static boolean isFlat(View out, View[] in) {
    boolean flat = out.isCompact() && out.stride() == out.channels();
    for (View view : in) {
      flat &= view.stride() == view.channels();
      flat &= view.pixels() == out.pixels() && view.channels() == out.channels();
    }
    return flat;
  }

  private static void flat(Worker w, PointwiseKernel kernel, View out, View[] in) {
    int blocks = Math.ceilDiv(w.batch() * out.exampleStride(), Packing.ALIGNMENT);
    Share share = w.share(blocks, Packing.ALIGNMENT);
    int from = share.from() * Packing.ALIGNMENT;
    int to = Math.min(share.to() * Packing.ALIGNMENT, w.batch() * out.exampleStride());
    if (from >= to) {
      return;
    }
    Lines l = w.lines;
    l.rows = 1;
    l.length = to - from;
    l.outAt = w.at(out) + from;
    for (int i = 0; i < in.length; i++) {
      l.inAt[i] = w.at(in[i]) + from;
    }
    kernel.lines(l);
  }

  private static void rows(Worker w, PointwiseKernel kernel, View out, View[] in) {
    Lines l = w.lines;
    l.rows = out.width();
    l.length = out.channels();
    l.outStride = out.stride();
    for (int i = 0; i < in.length; i++) {
      l.inStride[i] = in[i].width() == 1 ? 0 : in[i].stride();
    }
    int count = w.batch() * out.height();
    Share share = w.share(count, (long) out.width() * out.channels());
    for (int row = share.from(); row < share.to(); row++) {
      int example = row / out.height();
      int y = row % out.height();
      l.outAt = line(w, out, example, y);
      for (int i = 0; i < in.length; i++) {
        l.inAt[i] = line(w, in[i], example, in[i].height() == 1 ? 0 : y);
      }
      kernel.lines(l);
    }
  }

  private static int line(Worker w, View view, int example, int y) {
    return w.at(view) + example * view.exampleStride() + y * view.width() * view.stride();
  }
}
