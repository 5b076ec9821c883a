package bb.runtime.cpu;

import java.util.Arrays;

/** Moves elements without computing: layouts, concatenation, slices, permutations. */
public final class Rearrange {
  private Rearrange() {}

  /** Copies a tensor to another place of the same height, width and channels. */
  public static Operation copy(View in, View out) {
    return new Copy(in, out);
  }

  /** Copies the elements of one box of each example to another box of the same size, in order. */
  public static Operation elements(View in, Grid from, View out, Grid to) {
    return new Move(in, out, Walk.of(from, to));
  }

  /** Writes {@code value} to all of a tensor. */
  public static Operation fill(float value, View out) {
    return new Fill(value, out);
  }

  /** Copies a tensor of the weights, packed like the activations, to each example. */
  public static Operation constant(int at, View out) {
    return new Constant(at, out);
  }

  /** Copies the caller's tensor, in row-major order, into the arena. */
  public static Operation input(int number, View out, Grid to) {
    return new Input(number, out, Walk.of(Grid.of(to.dims()), to));
  }

  /** Copies a tensor of the arena to the caller's, in row-major order. */
  public static Operation output(int number, View in, Grid from) {
    return new Output(number, in, Walk.of(from, Grid.of(from.dims())));
  }

  /** An item is a pixel. */
  private record Copy(View in, View out) implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.pixels();
    }

    @Override
    public long cost(int batch) {
      return out.channels();
    }

    @Override
    public void run(Worker w, int from, int to) {
      float[] x = w.arena;
      for (int i = from; i < to; i++) {
        int target = w.at(out) + i * out.stride();
        System.arraycopy(x, w.at(in) + i * in.stride(), x, target, in.channels());
      }
    }
  }

  /** An item is a pixel. */
  private record Fill(float value, View out) implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.pixels();
    }

    @Override
    public long cost(int batch) {
      return out.channels();
    }

    @Override
    public void run(Worker w, int from, int to) {
      for (int i = from; i < to; i++) {
        int at = w.at(out) + i * out.stride();
        Arrays.fill(w.arena, at, at + out.channels(), value);
      }
    }
  }

  /** An item is a pixel. */
  private record Constant(int at, View out) implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.pixels();
    }

    @Override
    public long cost(int batch) {
      return out.channels();
    }

    @Override
    public void run(Worker w, int from, int to) {
      for (int i = from; i < to; i++) {
        int source = w.weightAt(at) + i % out.pixels() * out.channels();
        int target = w.at(out) + i * out.stride();
        System.arraycopy(w.weights, source, w.arena, target, out.channels());
      }
    }
  }

  /** An item is a part of an example. */
  private record Move(View in, View out, Walk walk) implements Operation {
    @Override
    public int items(int batch) {
      return batch * walk.parts();
    }

    @Override
    public long cost(int batch) {
      return walk.elements();
    }

    @Override
    public void run(Worker w, int from, int to) {
      for (int item = from; item < to; item++) {
        int example = item / walk.parts();
        int source = w.at(in) + example * in.exampleStride();
        int target = w.at(out) + example * out.exampleStride();
        walk.copy(w.rows, item % walk.parts(), w.arena, source, w.arena, target);
      }
    }
  }

  /** An item is a part of an example. */
  private record Input(int number, View out, Walk walk) implements Operation {
    @Override
    public int items(int batch) {
      return batch * walk.parts();
    }

    @Override
    public long cost(int batch) {
      return walk.elements();
    }

    @Override
    public void warm(Warmup warmup) {
      walk.warm(warmup);
    }

    @Override
    public void run(Worker w, int from, int to) {
      float[] given = w.inputs[number];
      for (int item = from; item < to; item++) {
        int example = item / walk.parts();
        int source = (w.first + example) * walk.parts() * walk.elements();
        int target = w.at(out) + example * out.exampleStride();
        walk.copy(w.rows, item % walk.parts(), given, source, w.arena, target);
      }
    }
  }

  /** An item is a part of an example. */
  private record Output(int number, View in, Walk walk) implements Operation {
    @Override
    public int items(int batch) {
      return batch * walk.parts();
    }

    @Override
    public long cost(int batch) {
      return walk.elements();
    }

    @Override
    public void run(Worker w, int from, int to) {
      float[] wanted = w.outputs[number];
      for (int item = from; item < to; item++) {
        int example = item / walk.parts();
        int source = w.at(in) + example * in.exampleStride();
        int target = (w.first + example) * walk.parts() * walk.elements();
        walk.copy(w.rows, item % walk.parts(), w.arena, source, wanted, target);
      }
    }
  }
}
