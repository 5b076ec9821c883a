package bb.runtime.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gets vector kernels compiled before they are needed. Interpreted, a vector is an object and a
 * kernel thousands of times slower; called here with little work, it reaches the JIT's thresholds
 * in a fraction of the time that the first image would take. A thread of its own does that, while
 * weights are read: for the kernels that a network's operations use, in the sizes that they use.
 */
public final class Warmup {
  /** {@code -Dbb.cold=true} leaves it out: for models that run only once, on small inputs. */
  public static final String COLD = "bb.cold";

  /**
   * Kernels that are called in turn: while more are waiting for the JIT's last compilation, it
   * counts no calls.
   */
  private static final int TOGETHER = 3;

  /**
   * Calls of a kernel before it is another's turn. The JIT wants to see thousands of them, few of
   * which need to do anything: but one in a hundred, or what is seldom done would be compiled as if
   * it did not matter.
   */
  private static final int IDLE_CALLS = 500;

  private static final int CALLS = 5;

  /** Turns after which a kernel has been called often enough, whether it is compiled or not. */
  private static final int TURNS = 40;

  /** Rounds of a kernel's loops in a call that does something. */
  static final int ROUNDS = 25;

  /** Nanoseconds that such a call takes at the most, once it has been compiled. */
  private static final long FAST = 4_000;

  private static final long PAUSE_NANOS = 1_000_000;

  /** After that long without progress what is not compiled is left to itself. */
  private static final long PATIENCE_NANOS = 500_000_000;

  /** Nobody waits for more. */
  private static final long MOST_NANOS = 1_500_000_000;

  /** A kernel with operands of its own. */
  @FunctionalInterface
  interface Call {
    /**
     * Calls it, in a loop of its own: or what is compiled here would have the kernel in it.
     *
     * @param times how often
     * @param rounds of its inner loop: {@link #ROUNDS}, or 0 to do nothing
     */
    void run(int times, int rounds);
  }

  private final Map<List<Object>, Call> calls = new LinkedHashMap<>();

  /** Those of little work, after the others. */
  private final Map<List<Object>, Call> rest = new LinkedHashMap<>();

  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile boolean awaited;

  private Warmup() {}

  /** A kernel that is not known to be compiled. */
  private static final class Turn {
    final Call call;
    int left = TURNS;

    Turn(Call call) {
      this.call = call;
    }

    boolean isFast() {
      left--;
      long least = Long.MAX_VALUE;
      for (int i = 0; i < CALLS; i++) {
        long begin = System.nanoTime();
        call.run(1, ROUNDS);
        least = Math.min(least, System.nanoTime() - begin);
      }
      return least <= FAST;
    }
  }

  /** Begins with the kernels of a network's operations, and returns at once. */
  public static Warmup start(List<Operation> program) {
    Warmup warmup = new Warmup();
    if (!Boolean.getBoolean(COLD) && Lanes.available()) {
      program.forEach(operation -> operation.warm(warmup));
    }
    if (warmup.calls.isEmpty()) {
      warmup.ready.countDown();
    } else {
      OwnThread.start("bb-warmup", warmup::run);
    }
    return warmup;
  }

  /**
   * Waits until the kernels have been compiled, once: not for longer than the answer might take
   * without.
   *
   * @param work of the answer, in multiply-adds or the like
   * @return whether it has waited, or was the first that need not
   */
  boolean await(double work) {
    if (awaited) {
      return false;
    }
    try {
      ready.await((long) Math.min(work, MOST_NANOS), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaited = true;
    return true;
  }

  /**
   * Adds a kernel.
   *
   * @param key tells it from others, and its sizes
   */
  void add(List<Object> key, Call call) {
    add(true, key, call);
  }

  /**
   * Adds a kernel.
   *
   * @param early unless it computes only edges, and others come first
   */
  void add(boolean early, List<Object> key, Call call) {
    (early ? calls : rest).putIfAbsent(key, call);
  }

  /**
   * Adds a matrix product, and its epilogue where that is not part of it.
   *
   * @param sides how many inputs its epilogue reads
   * @param vectors how many weight vectors
   * @param rows in one call
   */
  void product(GemmKernel kernel, int sides, int vectors, int columns, int rows) {
    Tile t = new Tile();
    t.reserve(sides, vectors);
    t.in = new float[Tile.MAX_FLOATS];
    t.inStride = ROUNDS;
    t.weights = new float[ROUNDS * columns];
    t.start = t.in;
    t.out = new float[Tile.MAX_FLOATS];
    t.columns = columns;
    t.outStride = columns;
    Arrays.fill(t.side, t.out);
    add(
        List.of(kernel.getClass(), columns, rows),
        (times, rounds) -> {
          t.depth = rounds > 0 ? rounds : Tile.NONE;
          for (int i = 0; i < times; i++) {
            kernel.tile(t, rows);
          }
        });
    finish(kernel, t, rows);
  }

  /** Adds the epilogue of a matrix product. */
  void finish(GemmKernel kernel, Tile t, int rows) {
    add(
        List.of(kernel.getClass(), t.columns),
        (times, rounds) -> {
          for (int i = 0; i < times; i++) {
            kernel.finish(t, rounds > 0 ? rows : 0);
          }
        });
  }

  /** Adds a kernel's function. */
  void function(GemmKernel kernel) {
    float[] floats = new float[ROUNDS * RowKernels.OVERHANG];
    add(
        List.of(kernel.getClass(), "function"),
        (times, rounds) -> {
          for (int i = 0; i < times; i++) {
            kernel.apply(floats, 0, rounds * RowKernels.OVERHANG);
          }
        });
  }

  private void run() {
    try {
      Deque<Call> waiting = new ArrayDeque<>(calls.values());
      waiting.addAll(rest.values());
      List<Turn> begun = new ArrayList<>();
      List<Turn> called = new ArrayList<>();
      long progress = System.nanoTime();
      do {
        while (begun.size() < TOGETHER && !waiting.isEmpty()) {
          begun.add(new Turn(waiting.remove()));
        }
        begun.forEach(turn -> turn.call.run(IDLE_CALLS, 0));
        boolean fast = begun.removeIf(Turn::isFast) | called.removeIf(Turn::isFast);
        begun.stream().filter(turn -> turn.left <= 0).forEach(called::add);
        begun.removeIf(turn -> turn.left <= 0);
        if (fast) {
          progress = System.nanoTime();
        } else {
          LockSupport.parkNanos(this, PAUSE_NANOS);
        }
      } while (!waiting.isEmpty()
          || !begun.isEmpty()
          || !called.isEmpty() && System.nanoTime() < progress + PATIENCE_NANOS);
    } finally {
      ready.countDown();
    }
  }
}
