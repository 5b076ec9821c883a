package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WarmupTest {
  /** So much that an answer is worth waiting for. */
  private static final double WORK = 1e9;

  private record Step(Consumer<Warmup> kernels) implements Operation {
    @Override
    public int items(int batch) {
      return 0;
    }

    @Override
    public long cost(int batch) {
      return 0;
    }

    @Override
    public void run(Worker w, int from, int to) {}

    @Override
    public void warm(Warmup warmup) {
      kernels.accept(warmup);
    }
  }

  @Test
  void calls_each_kernel_before_an_answer_is_given() {
    AtomicInteger idle = new AtomicInteger();
    AtomicInteger busy = new AtomicInteger();
    Warmup.Call first = (times, rounds) -> (rounds == 0 ? idle : busy).addAndGet(times);
    Warmup.Call second =
        (_, _) -> {
          throw new AssertionError("the same kernel in the same sizes");
        };
    Step step = new Step(w -> w.add(List.of("kernel", 7), first));
    Step again = new Step(w -> w.add(List.of("kernel", 7), second));
    Warmup.start(List.of(step, again)).await(WORK);
    assertTrue(idle.get() > 0 && busy.get() > 0, idle + " idle calls, " + busy + " others");
  }

  @Test
  void does_nothing_where_it_is_left_out() {
    System.setProperty(Warmup.COLD, "true");
    try {
      AtomicInteger calls = new AtomicInteger();
      Step step = new Step(w -> w.add(List.of("kernel"), (_, _) -> calls.incrementAndGet()));
      Warmup.start(List.of(step)).await(WORK);
      assertEquals(0, calls.get());
    } finally {
      System.clearProperty(Warmup.COLD);
    }
  }

  @Test
  void products_of_no_depth_write_nothing() {
    Tile t = new Tile();
    t.depth = Tile.NONE;
    t.in = new float[Tile.MAX_FLOATS];
    t.weights = t.in;
    t.start = t.in;
    t.out = new float[Tile.MAX_FLOATS];
    Arrays.fill(t.out, 3);
    float[] before = t.out.clone();
    for (int columns : new int[] {Lanes.sum().columns(), Lanes.sum().narrow()}) {
      t.columns = columns;
      t.outStride = columns;
      for (int rows : new int[] {Lanes.sum().rows(columns), 4, 2, 1}) {
        Lanes.sum().tile(t, rows);
        assertArrayEquals(before, t.out, rows + " rows, " + columns + " columns");
      }
    }
  }
}
