package bb.runtime.cpu;

/** Takes slices of a tensor along an axis, by the numbers that another tensor holds. */
public final class Pick {
  private Pick() {}

  /**
   * The slices.
   *
   * @param in the tensor by its dimensions
   * @param numbers which slice each is; one past an end is the last one there
   * @param out has the dimensions of the numbers in the place of {@code axis}
   */
  public static Operation of(Operand in, int axis, Operand numbers, Operand out) {
    int count = numbers.grid().dims().length;
    Grid from = in.grid();
    Grid to = out.grid();
    int last = from.dims().length - 1;
    boolean runs =
        axis < last && from.strides()[last] == 1 && to.strides()[to.strides().length - 1] == 1;
    int run = runs ? from.dims()[last] : 1;
    return new Slices(
        in.view(),
        numbers.view(),
        out.view(),
        from.dims()[axis],
        from.strides()[axis],
        run,
        places(without(from, axis, 1, runs)),
        places(without(to, axis, count, runs)),
        places(numbers.grid()),
        places(between(to, axis, count)));
  }

  /** The dimensions but for {@code count} from {@code axis} on, and but for the last of a run. */
  private static Grid without(Grid grid, int axis, int count, boolean runs) {
    int length = grid.dims().length - count;
    int[] dims = new int[length];
    int[] strides = new int[length];
    for (int i = 0; i < length; i++) {
      int from = i < axis ? i : i + count;
      dims[i] = runs && i == length - 1 ? 1 : grid.dims()[from];
      strides[i] = grid.strides()[from];
    }
    return new Grid(grid.at(), dims, strides);
  }

  private static Grid between(Grid grid, int axis, int count) {
    int[] dims = new int[count];
    int[] strides = new int[count];
    System.arraycopy(grid.dims(), axis, dims, 0, count);
    System.arraycopy(grid.strides(), axis, strides, 0, count);
    return new Grid(0, dims, strides);
  }

  private static int[] places(Grid grid) {
    int[] places = new int[grid.elements()];
    for (int i = 0; i < places.length; i++) {
      places[i] = grid.element(i);
    }
    return places;
  }

  /**
   * An item is a number.
   *
   * @param size slices that there are, {@code step} apart
   * @param run elements of a slice that lie together
   * @param sources where the runs of a slice begin
   * @param targets where they go
   * @param places of the numbers
   * @param steps from the first slice of the output to that of each number
   */
  private record Slices(
      View in,
      View numbers,
      View out,
      int size,
      int step,
      int run,
      int[] sources,
      int[] targets,
      int[] places,
      int[] steps)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * places.length;
    }

    @Override
    public long cost(int batch) {
      return (long) run * sources.length;
    }

    @Override
    public void run(Worker w, int first, int last) {
      float[] x = w.arena;
      for (int i = first; i < last; i++) {
        int example = i / places.length;
        int number = i % places.length;
        int asked = (int) x[w.at(numbers) + example * numbers.exampleStride() + places[number]];
        int taken = Math.clamp(asked, 0, size - 1);
        int source = w.at(in) + example * in.exampleStride() + taken * step;
        int target = w.at(out) + example * out.exampleStride() + steps[number];
        for (int s = 0; s < sources.length; s++) {
          if (run == 1) {
            x[target + targets[s]] = x[source + sources[s]];
          } else {
            System.arraycopy(x, source + sources[s], x, target + targets[s], run);
          }
        }
      }
    }
  }
}
