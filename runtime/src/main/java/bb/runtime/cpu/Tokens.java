package bb.runtime.cpu;

/** Makes rows of features from numbers: token ids, positions, times. */
public final class Tokens {
  private Tokens() {}

  /** Copies rows of a table of the weights; a number past an end takes the last row there. */
  public static Operation gather(View numbers, int table, int rows, View out) {
    return new Gather(numbers, table, rows, out);
  }

  /**
   * The sine and cosine of each number at {@code features / 2} frequencies {@code base ^ (-i /
   * (features / 2 - offset))}.
   */
  public static Operation sinusoid(
      View numbers, double base, int offset, boolean interleaved, View out) {
    int half = out.channels() / 2;
    double[] frequencies = new double[half];
    for (int f = 0; f < half; f++) {
      frequencies[f] = StrictMath.pow(base, -f / (double) (half - offset));
    }
    return new Sinusoid(numbers, frequencies, interleaved, out);
  }

  /** The numbers 0, 1, ... in each example. */
  public static Operation range(View out) {
    return new Range(out);
  }

  /** Number {@code i} of the batch, of which {@code count} belong to each example. */
  private static float number(Worker w, View numbers, int i, int count) {
    return w.arena[w.at(numbers) + i / count * numbers.exampleStride() + i % count];
  }

  /** An item is a row. */
  private record Gather(View numbers, int table, int rows, View out) implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.pixels();
    }

    @Override
    public long cost(int batch) {
      return out.channels();
    }

    @Override
    public void run(Worker w, int first, int last) {
      for (int i = first; i < last; i++) {
        int row = Math.clamp((int) number(w, numbers, i, out.pixels()), 0, rows - 1);
        int from = w.weightAt(table) + row * out.channels();
        int to = w.at(out) + i * out.stride();
        System.arraycopy(w.weights, from, w.arena, to, out.channels());
      }
    }
  }

  /** An item is a row. */
  private record Sinusoid(View numbers, double[] frequencies, boolean interleaved, View out)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.pixels();
    }

    @Override
    public long cost(int batch) {
      return 50L * out.channels();
    }

    @Override
    public void run(Worker w, int first, int last) {
      int half = frequencies.length;
      for (int i = first; i < last; i++) {
        float number = number(w, numbers, i, out.pixels());
        int at = w.at(out) + i * out.stride();
        for (int f = 0; f < half; f++) {
          double angle = number * frequencies[f];
          w.arena[at + (interleaved ? 2 * f : f)] = (float) StrictMath.sin(angle);
          w.arena[at + (interleaved ? 2 * f + 1 : half + f)] = (float) StrictMath.cos(angle);
        }
      }
    }
  }

  /** An item is an example. */
  private record Range(View out) implements Operation {
    @Override
    public int items(int batch) {
      return batch;
    }

    @Override
    public long cost(int batch) {
      return out.channels();
    }

    @Override
    public void run(Worker w, int first, int last) {
      for (int example = first; example < last; example++) {
        int at = w.at(out) + example * out.exampleStride();
        for (int i = 0; i < out.channels(); i++) {
          w.arena[at + i] = i;
        }
      }
    }
  }
}
