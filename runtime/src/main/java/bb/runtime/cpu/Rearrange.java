package bb.runtime.cpu;

import bb.runtime.cpu.Worker.Share;
import java.util.Arrays;

/** Moves elements without computing: layouts, concatenation, slices, permutations. */
public final class Rearrange {
  private Rearrange() {}

  /** Copies a tensor to another place of the same height, width and channels. */
  public static void copy(Worker w, View in, View out) {
    Share share = w.share(w.batch() * out.pixels(), out.channels());
    for (int i = share.from(); i < share.to(); i++) {
      System.arraycopy(
          w.arena,
          w.at(in) + i * in.stride(),
          w.arena,
          w.at(out) + i * out.stride(),
          in.channels());
    }
    w.done();
  }

  /** Copies the elements of one box of each example to another box of the same size, in order. */
  public static void elements(Worker w, View in, Grid from, View out, Grid to) {
    Share share = w.share(w.batch(), from.elements());
    for (int example = share.from(); example < share.to(); example++) {
      int source = w.at(in) + example * in.exampleStride() + from.at();
      int target = w.at(out) + example * out.exampleStride() + to.at();
      if (Arrays.equals(from.dims(), to.dims())) {
        new Box(w.arena, from.strides(), w.arena, to.strides(), to.dims()).copy(0, source, target);
      } else {
        reshape(w.arena, new Odometer(from, source), new Odometer(to, target), from.elements());
      }
    }
    w.done();
  }

  private static void reshape(float[] arena, Odometer source, Odometer target, int elements) {
    for (int i = 0; i < elements; i++) {
      arena[target.at] = arena[source.at];
      source.advance();
      target.advance();
    }
  }

  /** Writes {@code value} to all of a tensor. */
  public static void fill(Worker w, float value, View out) {
    Share share = w.share(w.batch() * out.pixels(), out.channels());
    for (int i = share.from(); i < share.to(); i++) {
      int at = w.at(out) + i * out.stride();
      Arrays.fill(w.arena, at, at + out.channels(), value);
    }
    w.done();
  }

  /** Copies a tensor of the weights, packed like the activations, to each example. */
  public static void constant(Worker w, int at, View out) {
    Share share = w.share(w.batch() * out.pixels(), out.channels());
    for (int i = share.from(); i < share.to(); i++) {
      int from = w.weightAt(at) + i % out.pixels() * out.channels();
      System.arraycopy(w.weights, from, w.arena, w.at(out) + i * out.stride(), out.channels());
    }
    w.done();
  }

  /** Copies the caller's tensor, in row-major order, into the arena. */
  public static void input(Worker w, int number, View out, Grid to) {
    int size = to.elements();
    Share share = w.share(w.batch(), size);
    for (int example = share.from(); example < share.to(); example++) {
      int target = w.at(out) + example * out.exampleStride() + to.at();
      int[] strides = Grid.of(to.dims()).strides();
      new Box(w.batch.inputs()[number], strides, w.arena, to.strides(), to.dims())
          .copy(0, (w.batch.first() + example) * size, target);
    }
    w.done();
  }

  /** Copies a tensor of the arena to the caller's, in row-major order. */
  public static void output(Worker w, int number, View in, Grid from) {
    int size = from.elements();
    Share share = w.share(w.batch(), size);
    for (int example = share.from(); example < share.to(); example++) {
      int source = w.at(in) + example * in.exampleStride() + from.at();
      int[] strides = Grid.of(from.dims()).strides();
      new Box(w.arena, from.strides(), w.batch.outputs()[number], strides, from.dims())
          .copy(0, source, (w.batch.first() + example) * size);
    }
    w.done();
  }

  /** A copy between two strided boxes of the same dimensions. */
  private record Box(float[] from, int[] fromStrides, float[] to, int[] toStrides, int[] dims) {
    void copy(int axis, int source, int target) {
      if (axis == dims.length) {
        to[target] = from[source];
      } else if (axis < dims.length - 1) {
        for (int i = 0; i < dims[axis]; i++) {
          copy(axis + 1, source + i * fromStrides[axis], target + i * toStrides[axis]);
        }
      } else {
        run(source, fromStrides[axis], target, toStrides[axis], dims[axis]);
      }
    }

    private void run(int source, int fromStride, int target, int toStride, int count) {
      if (fromStride == 1 && toStride == 1) {
        System.arraycopy(from, source, to, target, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        to[target + i * toStride] = from[source + i * fromStride];
      }
    }
  }

  /** Steps through a strided box in row-major order. */
  private static final class Odometer {
    private final int[] dims;
    private final int[] strides;
    private final int[] index;
    private int at;

    Odometer(Grid grid, int at) {
      this.dims = grid.dims();
      this.strides = grid.strides();
      this.index = new int[dims.length];
      this.at = at;
    }

    void advance() {
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < dims[axis]) {
          return;
        }
        at -= strides[axis] * dims[axis];
        index[axis] = 0;
      }
    }
  }
}
