package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.ResponseNorm;

/** Kernels that normalise over a neighbourhood or an axis. */
public final class Normalize {
  private Normalize() {}

  /** x / (bias + alpha / size * sum of squares of {@code size} neighbouring channels) ^ beta. */
  public static Operation localResponse(
      View in, int size, float alpha, float beta, float bias, View out) {
    return new LocalResponse(in, new ResponseNorm(size, alpha, beta, bias), out);
  }

  /** exp(x) / sum of exp(x) along {@code axis} of two boxes of the same dimensions. */
  public static Operation softmax(View in, Grid from, View out, Grid to, int axis) {
    int length = from.dims()[axis];
    return new Softmax(in, from, out, to, axis, length, from.elements() / length);
  }

  /** An item is a pixel. */
  private record LocalResponse(View in, ResponseNorm norm, View out) implements Operation {
    @Override
    public int items(int batch) {
      return batch * in.pixels();
    }

    @Override
    public long cost(int batch) {
      return 8L * in.channels();
    }

    @Override
    public void run(Worker w, int from, int to) {
      for (int i = from; i < to; i++) {
        int source = w.at(in) + i * in.stride();
        int target = w.at(out) + i * out.stride();
        w.rows.normalize(w.arena, source, norm, w.arena, target, in.channels());
      }
    }
  }

  /**
   * An item is a line along the axis.
   *
   * @param length elements of a line
   * @param lines in an example
   */
  private record Softmax(View in, Grid from, View out, Grid to, int axis, int length, int lines)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * lines;
    }

    @Override
    public long cost(int batch) {
      return 8L * length;
    }

    @Override
    public void reserve(Worker w) {
      w.reserve(length);
    }

    @Override
    public void run(Worker w, int first, int last) {
      float[] line = w.scratch();
      for (int i = first; i < last; i++) {
        int source = w.at(in) + i / lines * in.exampleStride() + from.line(axis, i % lines);
        copy(w.arena, source, from.strides()[axis], line, 0, 1, length);
        w.sequences.softmax(line, 0, length, 1);
        int target = w.at(out) + i / lines * out.exampleStride() + to.line(axis, i % lines);
        copy(line, 0, 1, w.arena, target, to.strides()[axis], length);
      }
    }

    private static void copy(
        float[] from, int fromAt, int fromStep, float[] to, int toAt, int toStep, int length) {
      for (int i = 0; i < length; i++) {
        to[toAt + i * toStep] = from[fromAt + i * fromStep];
      }
    }
  }
}
