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
    for (int i = share.from(); i < share.to(); i++) {
      line(
          w.arena,
          w.at(in) + i / lines * in.exampleStride() + from.line(axis, i % lines),
          from.strides()[axis],
          w.at(out) + i / lines * out.exampleStride() + to.line(axis, i % lines),
          to.strides()[axis],
          length);
    }
    w.done();
  }

  private static void line(float[] x, int from, int inStep, int to, int outStep, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, x[from + i * inStep]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double power = Math.exp(x[from + i * inStep] - max);
      x[to + i * outStep] = (float) power;
      sum += power;
    }
    float factor = (float) (1 / sum);
    for (int i = 0; i < length; i++) {
      x[to + i * outStep] *= factor;
    }
  }
}
