package bb.runtime.cpu;

import java.util.List;

/** The same expression for every element of planes; an input of size 1 is repeated. */
public final class Pointwise {
  private Pointwise() {}

  /**
   * One step.
   *
   * @param vectors weight vectors over the channels
   */
  public static Operation of(PointwiseKernel kernel, View out, int[] vectors, View... in) {
    return vectors.length == 0 && isFlat(out, in)
        ? new Flat(kernel, out, in)
        : new Rows(kernel, out, vectors, in);
  }

  /**
   * One step of tensors that are no planes, line by line.
   *
   * @param out its dimensions are those of all operands
   */
  public static Operation boxes(PointwiseKernel kernel, Operand out, Operand... in) {
    return new Boxes(kernel, out, in);
  }

  /** For a kernel of so many inputs and weight vectors. */
  static void warm(Warmup warmup, PointwiseKernel kernel, int inputs, int vectors) {
    Lines l = new Lines();
    l.reserve(inputs, vectors);
    l.arena = new float[Warmup.ROUNDS * RowKernels.OVERHANG];
    l.weights = l.arena;
    l.rows = 1;
    warmup.add(
        List.of(kernel.getClass()),
        (times, rounds) -> {
          l.length = rounds * RowKernels.OVERHANG;
          for (int i = 0; i < times; i++) {
            kernel.lines(l);
          }
        });
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

  /** An item is a few floats. */
  private record Flat(PointwiseKernel kernel, View out, View[] in) implements Operation {
    @Override
    public int items(int batch) {
      return Math.ceilDiv(batch * out.exampleStride(), Packing.ALIGNMENT);
    }

    @Override
    public long cost(int batch) {
      return Packing.ALIGNMENT;
    }

    @Override
    public void reserve(Worker w) {
      w.lines.reserve(in.length, 0);
    }

    @Override
    public void warm(Warmup warmup) {
      Pointwise.warm(warmup, kernel, in.length, 0);
    }

    @Override
    public void run(Worker w, int first, int last) {
      int from = first * Packing.ALIGNMENT;
      int to = Math.min(last * Packing.ALIGNMENT, w.batch() * out.exampleStride());
      Lines l = w.lines;
      l.arena = w.arena;
      l.weights = w.weights;
      l.rows = 1;
      l.length = to - from;
      l.outAt = w.at(out) + from;
      for (int i = 0; i < in.length; i++) {
        l.inAt[i] = w.at(in[i]) + from;
      }
      kernel.lines(l);
    }
  }

  /** An item is a row of pixels. */
  private record Rows(PointwiseKernel kernel, View out, int[] vectors, View[] in)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.height();
    }

    @Override
    public long cost(int batch) {
      return (long) out.width() * out.channels();
    }

    @Override
    public void reserve(Worker w) {
      w.lines.reserve(in.length, vectors.length);
    }

    @Override
    public void warm(Warmup warmup) {
      Pointwise.warm(warmup, kernel, in.length, vectors.length);
    }

    @Override
    public void run(Worker w, int from, int to) {
      Lines l = w.lines;
      l.arena = w.arena;
      l.weights = w.weights;
      for (int i = 0; i < vectors.length; i++) {
        l.vectorAt[i] = w.weightAt(vectors[i]);
      }
      l.rows = out.width();
      l.length = out.channels();
      l.outStride = out.stride();
      for (int i = 0; i < in.length; i++) {
        l.inStride[i] = in[i].width() == 1 ? 0 : in[i].stride();
      }
      for (int row = from; row < to; row++) {
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

  /** An item is a line along the last dimension. */
  private record Boxes(PointwiseKernel kernel, Operand out, Operand[] in) implements Operation {
    @Override
    public int items(int batch) {
      return batch * lines();
    }

    @Override
    public long cost(int batch) {
      return length();
    }

    @Override
    public void reserve(Worker w) {
      w.lines.reserve(in.length, 0);
    }

    @Override
    public void warm(Warmup warmup) {
      Pointwise.warm(warmup, kernel, in.length, 0);
    }

    @Override
    public void run(Worker w, int from, int to) {
      Lines l = w.lines;
      l.arena = w.arena;
      l.weights = w.weights;
      l.rows = 1;
      l.length = length();
      int lines = lines();
      for (int line = from; line < to; line++) {
        l.outAt = out.line(w, line / lines, line % lines);
        for (int i = 0; i < in.length; i++) {
          l.inAt[i] = in[i].line(w, line / lines, line % lines);
        }
        kernel.lines(l);
      }
    }

    private int length() {
      return out.grid().dims()[out.grid().dims().length - 1];
    }

    private int lines() {
      return out.grid().elements() / length();
    }
  }
}
