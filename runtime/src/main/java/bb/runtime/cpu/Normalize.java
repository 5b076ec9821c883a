package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.ResponseNorm;
import bb.runtime.cpu.Worker.Share;

/** Kernels that normalise over a neighbourhood or an axis. */
public final class Normalize {
  private Normalize() {}

  /** x / (bias + alpha / size * sum of squares of {@code size} neighbouring channels) ^ beta. */
  public static void localResponse(
      Worker w, View in, int size, float alpha, float beta, float bias, View out) {
    ResponseNorm norm = new ResponseNorm(size, alpha, beta, bias);
    Share share = w.share(w.batch() * in.pixels(), 8L * in.channels());
    for (int i = share.from(); i < share.to(); i++) {
      w.rows.normalize(
          w.arena,
          w.at(in) + i * in.stride(),
          norm,
          w.arena,
          w.at(out) + i * out.stride(),
          in.channels());
    }
    w.done();
  }

  /** exp(x) / sum of exp(x) along {@code axis} of two boxes of the same dimensions. */
  public static void softmax(Worker w, View in, Grid from, View out, Grid to, int axis) {
    int length = from.dims()[axis];
    int lines = from.elements() / length;
    Share share = w.share(w.batch() * lines, 8L * length);
    float[] line = w.scratch(length);
    for (int i = share.from(); i < share.to(); i++) {
      int source = w.at(in) + i / lines * in.exampleStride() + from.line(axis, i % lines);
      copy(w.arena, source, from.strides()[axis], line, 0, 1, length);
      w.sequences.softmax(line, 0, length, 1);
      int target = w.at(out) + i / lines * out.exampleStride() + to.line(axis, i % lines);
      copy(line, 0, 1, w.arena, target, to.strides()[axis], length);
    }
    w.done();
  }

  private static void copy(
      float[] from, int fromAt, int fromStep, float[] to, int toAt, int toStep, int length) {
    for (int i = 0; i < length; i++) {
      to[toAt + i * toStep] = from[fromAt + i * fromStep];
    }
  }
}
