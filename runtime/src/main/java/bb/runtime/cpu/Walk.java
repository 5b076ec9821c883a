package bb.runtime.cpu;

import java.util.Arrays;
import java.util.List;

/**
 * A way from box to box, in row-major order of both. Dimensions that lie one after the other in
 * both boxes are one, and those of one box are cut to those of the other, so that most ways are
 * nested loops; where no dimensions fit both, each element is looked for by its number.
 */
sealed interface Walk {
  /** Parts are enough for any number of threads. */
  int ENOUGH = 64;

  /** Elements that a part has at least, if it is one of several. */
  int LEAST = 64;

  /** Parts that are independent of each other. */
  int parts();

  /** Elements in a part. */
  int elements();

  /** Copies a part; {@code fromAt} and {@code toAt} are where the boxes' memory begins. */
  void copy(RowKernels rows, int part, float[] from, int fromAt, float[] to, int toAt);

  /** See {@link Operation#warm}. */
  default void warm(Warmup warmup) {}

  /** Both boxes have as many elements. */
  static Walk of(Grid from, Grid to) {
    int most = from.dims().length + to.dims().length;
    int[] dims = new int[most];
    int[] steps = new int[most];
    int[] toSteps = new int[most];
    int count = 0;
    int a = from.dims().length - 1;
    int b = to.dims().length - 1;
    int left = 1;
    int right = 1;
    int step = 0;
    int toStep = 0;
    while (true) {
      while (left == 1 && a >= 0) {
        left = from.dims()[a];
        step = from.strides()[a--];
      }
      while (right == 1 && b >= 0) {
        right = to.dims()[b];
        toStep = to.strides()[b--];
      }
      int dim = Math.min(left, right);
      if (left % dim != 0 || right % dim != 0) {
        return new Numbered(from, to);
      }
      if (dim == 1) {
        break;
      }
      boolean joins =
          count > 0
              && step == steps[count - 1] * dims[count - 1]
              && toStep == toSteps[count - 1] * dims[count - 1];
      if (joins) {
        dims[count - 1] *= dim;
      } else {
        dims[count] = dim;
        steps[count] = step;
        toSteps[count++] = toStep;
      }
      left /= dim;
      right /= dim;
      step *= dim;
      toStep *= dim;
    }
    return Loops.of(
        from.at(),
        to.at(),
        Arrays.copyOf(dims, Math.max(1, count)),
        Arrays.copyOf(steps, Math.max(1, count)),
        Arrays.copyOf(toSteps, Math.max(1, count)));
  }

  /**
   * Nested loops, the innermost first. A part is one round of the outer ones.
   *
   * @param inner how many loops belong to a part
   * @param turned whether the two innermost turn rows into columns: what one of them finds together
   *     in one box, the other does in the other
   */
  record Loops(
      int at,
      int toAt,
      int[] dims,
      int[] steps,
      int[] toSteps,
      boolean turned,
      int inner,
      int parts,
      int elements)
      implements Walk {
    /** Columns that a part has at least, if rows are cut. */
    private static final int COLUMNS = 16;

    private static Loops of(int at, int toAt, int[] dims, int[] steps, int[] toSteps) {
      if (dims[0] == 0) {
        dims[0] = 1;
      }
      boolean turned = turn(dims, steps, toSteps);
      if (turned && dims.length == 2) {
        int cut = cut(dims[1]);
        int rest = dims[1] / cut;
        return of(
            at,
            toAt,
            new int[] {dims[0], rest, cut},
            new int[] {steps[0], 1, rest},
            new int[] {1, toSteps[1], rest * toSteps[1]},
            true);
      }
      return of(at, toAt, dims, steps, toSteps, turned);
    }

    private static Loops of(
        int at, int toAt, int[] dims, int[] steps, int[] toSteps, boolean turned) {
      int least = turned ? 2 : 1;
      int inner = dims.length;
      int parts = 1;
      int elements = 1;
      for (int dim : dims) {
        elements *= dim;
      }
      while (inner > least && parts < ENOUGH && elements / dims[inner - 1] >= LEAST) {
        elements /= dims[--inner];
        parts *= dims[inner];
      }
      return new Loops(at, toAt, dims, steps, toSteps, turned, inner, parts, elements);
    }

    /**
     * Makes the loop that writes one float after the other the innermost, and the one that reads so
     * the next, unless one does both.
     */
    private static boolean turn(int[] dims, int[] steps, int[] toSteps) {
      int reads = -1;
      int writes = -1;
      for (int axis = 0; axis < dims.length; axis++) {
        if (steps[axis] == 1 && toSteps[axis] == 1) {
          swap(0, axis, dims, steps, toSteps);
          return false;
        }
        reads = steps[axis] == 1 ? axis : reads;
        writes = toSteps[axis] == 1 ? axis : writes;
      }
      if (reads < 0 || writes < 0) {
        return false;
      }
      swap(0, writes, dims, steps, toSteps);
      swap(1, reads == 0 ? writes : reads, dims, steps, toSteps);
      return true;
    }

    private static void swap(int a, int b, int[]... lists) {
      for (int[] list : lists) {
        int kept = list[a];
        list[a] = list[b];
        list[b] = kept;
      }
    }

    /** The most parts of one length that columns can be cut into. */
    private static int cut(int columns) {
      int parts = Math.max(1, Math.min(ENOUGH, columns / COLUMNS));
      while (columns % parts > 0) {
        parts--;
      }
      return parts;
    }

    @Override
    public void copy(RowKernels rows, int part, float[] from, int fromAt, float[] to, int target) {
      int source = fromAt + at;
      int goal = target + toAt;
      int rest = part;
      for (int axis = inner; axis < dims.length; axis++) {
        source += rest % dims[axis] * steps[axis];
        goal += rest % dims[axis] * toSteps[axis];
        rest /= dims[axis];
      }
      loop(rows, inner - 1, from, source, to, goal);
    }

    private void loop(RowKernels rows, int axis, float[] from, int source, float[] to, int target) {
      if (axis == 0) {
        line(from, source, to, target);
        return;
      }
      if (axis == 1 && turned) {
        turn(rows, from, source, to, target);
        return;
      }
      for (int i = 0; i < dims[axis]; i++) {
        loop(rows, axis - 1, from, source + i * steps[axis], to, target + i * toSteps[axis]);
      }
    }

    @Override
    public void warm(Warmup warmup) {
      if (!turned || !interleaves()) {
        return;
      }
      RowKernels rows = Lanes.rowKernels();
      int planes = dims[0];
      float[] floats = new float[planes * Warmup.ROUNDS * RowKernels.OVERHANG];
      warmup.add(
          List.of("interleave", planes),
          (times, rounds) -> {
            for (int i = 0; i < times; i++) {
              rows.interleave(floats, 0, 0, planes, floats, 0, rounds * RowKernels.OVERHANG);
            }
          });
    }

    private boolean interleaves() {
      return dims[0] <= RowKernels.PLANES && toSteps[1] == dims[0];
    }

    private void turn(RowKernels rows, float[] from, int source, float[] to, int target) {
      if (interleaves()) {
        rows.interleave(from, source, steps[0], dims[0], to, target, dims[1]);
      } else {
        Transpose.copy(from, source, steps[0], to, target, toSteps[1], dims[0], dims[1]);
      }
    }

    private void line(float[] from, int source, float[] to, int target) {
      int step = steps[0];
      int toStep = toSteps[0];
      int length = dims[0];
      if (step == 1 && toStep == 1) {
        System.arraycopy(from, source, to, target, length);
        return;
      }
      for (int i = 0; i < length; i++) {
        to[target + i * toStep] = from[source + i * step];
      }
    }
  }

  /** Element by element. */
  record Numbered(Grid from, Grid to) implements Walk {
    @Override
    public int parts() {
      return from.dims()[0] % ENOUGH == 0 ? ENOUGH : from.dims()[0];
    }

    @Override
    public int elements() {
      return from.elements() / parts();
    }

    @Override
    public void copy(
        RowKernels rows, int part, float[] source, int fromAt, float[] target, int toAt) {
      int elements = elements();
      int first = part * elements;
      for (int i = first; i < first + elements; i++) {
        target[toAt + to.element(i)] = source[fromAt + from.element(i)];
      }
    }
  }
}
