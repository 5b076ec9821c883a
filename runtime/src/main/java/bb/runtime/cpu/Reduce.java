package bb.runtime.cpu;

/**
 * Makes one element of many, along any axes. Neighbours in memory are taken together: elements of
 * which each belongs to another result, or sixteen of which one is made in the end. A sum has parts
 * of {@link #BLOCK} terms, so that rounding does not grow with their number.
 */
public final class Reduce {
  /** Terms that are added up before they are added to the sum. */
  static final int BLOCK = 64;

  /** Results, or parts of one, that are computed together at the most. */
  static final int TOGETHER = 64;

  /** Parts of a result whose elements lie side by side, whatever the length of a vector. */
  private static final int PARTS = 16;

  private Reduce() {}

  /**
   * A reduction.
   *
   * @param in the first element of each result
   * @param each all elements of the first result
   * @param out the results
   */
  public static Operation of(Reduction kind, Operand in, Grid each, Operand out) {
    int[] places = places(each);
    if (kind == Reduction.ARGMAX || kind == Reduction.ARGMIN) {
      return new First(
          kind == Reduction.ARGMAX,
          in.view(),
          out.view(),
          places(in.grid()),
          places(out.grid()),
          places);
    }
    int[] from = places(in.grid());
    int[] to = places(out.grid());
    int run = Math.min(run(from), run(to));
    int together = divisor(run, from.length);
    boolean sideBySide = together == 1 && run(places) >= PARTS && places.length % PARTS == 0;
    return new Blocks(
        kind,
        in.view(),
        out.view(),
        every(from, together),
        every(to, together),
        together,
        sideBySide ? every(places, PARTS) : places,
        sideBySide ? PARTS : 1);
  }

  private static int[] places(Grid grid) {
    int[] places = new int[grid.elements()];
    for (int i = 0; i < places.length; i++) {
      places[i] = grid.element(i);
    }
    return places;
  }

  /** As many places as follow each other, again and again. */
  private static int run(int[] places) {
    int run = 1;
    while (run < places.length && places[run] == places[run - 1] + 1) {
      run++;
    }
    for (int i = 1; i < places.length; i++) {
      if (i % run != 0 && places[i] != places[i - 1] + 1) {
        return 1;
      }
    }
    return run;
  }

  /** The largest number up to {@link #TOGETHER} that divides a run. */
  private static int divisor(int run, int all) {
    int most = Math.min(run, TOGETHER);
    while (run % most != 0 || all % most != 0) {
      most--;
    }
    return most;
  }

  private static int[] every(int[] places, int step) {
    int[] some = new int[places.length / step];
    for (int i = 0; i < some.length; i++) {
      some[i] = places[i * step];
    }
    return some;
  }

  /**
   * An item is so many results as lie together.
   *
   * @param from where the first elements of each item are
   * @param to where its results go
   * @param together results of an item
   * @param places of an item's elements, from the first
   * @param parts elements that lie side by side at each place, all of one result
   */
  private record Blocks(
      Reduction kind,
      View in,
      View out,
      int[] from,
      int[] to,
      int together,
      int[] places,
      int parts)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * from.length;
    }

    @Override
    public long cost(int batch) {
      return (long) together * places.length * parts;
    }

    @Override
    public void reserve(Worker w) {
      w.reserve(2 * TOGETHER);
    }

    @Override
    public void run(Worker w, int first, int last) {
      float[] x = w.arena;
      float[] sums = w.scratch();
      int width = together * parts;
      for (int i = first; i < last; i++) {
        int example = i / from.length;
        int item = i % from.length;
        int source = w.at(in) + example * in.exampleStride() + from[item];
        int target = w.at(out) + example * out.exampleStride() + to[item];
        switch (kind) {
          case SUM, MEAN -> add(x, source, sums, width);
          default -> extremes(x, source, sums, width);
        }
        if (parts > 1) {
          join(sums);
        }
        float count = (float) places.length * parts;
        for (int j = 0; j < together; j++) {
          x[target + j] = kind == Reduction.MEAN ? sums[j] / count : sums[j];
        }
      }
    }

    private void add(float[] x, int source, float[] sums, int width) {
      java.util.Arrays.fill(sums, 0, width, 0f);
      for (int block = 0; block < places.length; block += BLOCK) {
        int end = Math.min(block + BLOCK, places.length);
        java.util.Arrays.fill(sums, TOGETHER, TOGETHER + width, 0f);
        for (int p = block; p < end; p++) {
          int at = source + places[p];
          for (int j = 0; j < width; j++) {
            sums[TOGETHER + j] += x[at + j];
          }
        }
        for (int j = 0; j < width; j++) {
          sums[j] += sums[TOGETHER + j];
        }
      }
    }

    private void extremes(float[] x, int source, float[] sums, int width) {
      System.arraycopy(x, source + places[0], sums, 0, width);
      boolean largest = kind == Reduction.MAX;
      for (int p = 1; p < places.length; p++) {
        int at = source + places[p];
        if (largest) {
          for (int j = 0; j < width; j++) {
            sums[j] = Math.max(sums[j], x[at + j]);
          }
        } else {
          for (int j = 0; j < width; j++) {
            sums[j] = Math.min(sums[j], x[at + j]);
          }
        }
      }
    }

    /** Makes one result of its parts, in pairs. */
    private void join(float[] sums) {
      for (int half = parts / 2; half > 0; half /= 2) {
        for (int j = 0; j < half; j++) {
          float other = sums[j + half];
          sums[j] =
              switch (kind) {
                case MAX -> Math.max(sums[j], other);
                case MIN -> Math.min(sums[j], other);
                default -> sums[j] + other;
              };
        }
      }
    }
  }

  /** The number of the first of the largest or least elements; an item is a result. */
  private record First(boolean largest, View in, View out, int[] from, int[] to, int[] places)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * from.length;
    }

    @Override
    public long cost(int batch) {
      return 2L * places.length;
    }

    @Override
    public void run(Worker w, int first, int last) {
      float[] x = w.arena;
      for (int i = first; i < last; i++) {
        int example = i / from.length;
        int item = i % from.length;
        int source = w.at(in) + example * in.exampleStride() + from[item];
        int best = 0;
        for (int p = 1; p < places.length && !Float.isNaN(x[source + places[best]]); p++) {
          float number = x[source + places[p]];
          float known = x[source + places[best]];
          if ((largest ? number > known : number < known) || Float.isNaN(number)) {
            best = p;
          }
        }
        x[w.at(out) + example * out.exampleStride() + to[item]] = best;
      }
    }
  }
}
