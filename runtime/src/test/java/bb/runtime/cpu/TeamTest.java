package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Options;
import bb.runtime.engine.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each item is computed once and in its turn, whoever comes late, is slow, or fails. */
final class TeamTest {
  private static final Effort DIVIDE = new Effort(0, 0, 0);

  /** What somebody does for a range of items. */
  private interface Work {
    void items(int from, int to) throws InterruptedException;
  }

  private record Step(int items, Work work) implements Operation {
    @Override
    public int items(int batch) {
      return items * batch;
    }

    @Override
    public long cost(int batch) {
      return 1;
    }

    @Override
    public void run(Worker w, int from, int to) {
      try {
        work.items(from, to);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void each_item_is_computed_once_after_those_it_may_need(int threads) {
    int[] items = {5, 1, 0, 64, 2, 3, 1000, 1, 1, 17};
    List<AtomicIntegerArray> counts =
        Arrays.stream(items).mapToObj(AtomicIntegerArray::new).toList();
    List<String> early = new ArrayList<>();
    List<Operation> program = new ArrayList<>();
    AtomicInteger round = new AtomicInteger();
    for (int i = 0; i < items.length; i++) {
      int number = i;
      program.add(
          new Step(
              items[i],
              (from, to) -> {
                for (int item = from; item < to; item++) {
                  counts.get(number).incrementAndGet(item);
                }
                if (number > 0 && !areAll(counts.get(number - 1), round.get())) {
                  synchronized (early) {
                    early.add("operation " + number + " in round " + round);
                  }
                }
              }));
    }
    Team team = new Team(threads, DIVIDE, null);
    for (int i = 1; i <= 500; i++) {
      round.set(i);
      run(team, program);
      int times = i;
      assertTrue(counts.stream().allMatch(count -> areAll(count, times)), "round " + i);
    }
    assertEquals(List.of(), early);
  }

  private static boolean areAll(AtomicIntegerArray counts, int times) {
    return IntStream.range(0, counts.length()).allMatch(i -> counts.get(i) == times);
  }

  /** If each member had to do its own share, this would wait for ever. */
  @Test
  void who_is_held_up_with_a_chunk_holds_up_nothing_else() {
    Thread caller = Thread.currentThread();
    CountDownLatch helped = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(99);
    AtomicInteger late = new AtomicInteger();
    Operation step =
        new Step(
            100,
            (from, to) -> {
              if (Thread.currentThread() == caller) {
                helped.await();
              } else if (late.compareAndSet(0, to - from)) {
                helped.countDown();
                IntStream.range(1, to - from).forEach(_ -> others.countDown());
                others.await();
                return;
              }
              IntStream.range(from, to).forEach(_ -> others.countDown());
            });
    run(new Team(2, DIVIDE, null), List.of(step));
    assertTrue(late.get() > 0, "nobody helped");
    assertEquals(0, others.getCount());
  }

  @Test
  void there_are_threads_for_more_than_one_only() {
    Thread caller = Thread.currentThread();
    List<Thread> found = new ArrayList<>();
    run(
        new Team(1, DIVIDE, null),
        List.of(new Step(9, (_, _) -> found.add(Thread.currentThread()))));
    assertEquals(List.of(caller), found);
  }

  @Test
  void operations_can_be_timed() {
    LayerTimes times = new LayerTimes();
    Step slow = new Step(2, (_, _) -> untilTheClockMoves());
    Step none = new Step(0, (_, _) -> {});
    for (int threads = 1; threads <= 2; threads++) {
      Team team = new Team(threads, DIVIDE, null);
      long[] before = times.nanos();
      times.during(() -> run(team, List.of(none, slow, none)));
      long[] nanos = times.nanos();
      assertEquals(3, nanos.length);
      long sofar = before.length == 0 ? 0 : before[1];
      assertTrue(nanos[1] > sofar, () -> Arrays.toString(nanos));
      run(team, List.of(slow));
      assertArrayEquals(nanos, times.nanos(), "what was not asked for was measured");
    }
  }

  /** Three chunks for two would take as long as four. */
  @Test
  void each_member_gets_as_many_chunks() {
    Effort effort = new Effort(0, 0, 2000);
    Map<Integer, Integer> chunks = new TreeMap<>();
    for (int items : List.of(1000, 2000, 3000, 4000, 5000, 7000, 99_000)) {
      chunks.put(items, effort.chunks(new Step(items, (_, _) -> {}), 1, 2));
    }
    assertEquals("{1000=1, 2000=2, 3000=2, 4000=4, 5000=4, 7000=6, 99000=8}", chunks.toString());
  }

  private static void untilTheClockMoves() {
    long begin = System.nanoTime();
    while (System.nanoTime() == begin) {
      Thread.onSpinWait();
    }
  }

  @Test
  void what_is_little_work_is_not_divided() {
    List<Integer> items = new ArrayList<>();
    Step step = new Step(999, (from, to) -> items.add(to - from));
    run(new Team(2, new Effort(0, 0, 1000), null), List.of(step));
    assertEquals(List.of(999), items);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_failure_of_any_reaches_the_caller_and_ends_the_team(boolean helper)
      throws InterruptedException {
    Thread caller = Thread.currentThread();
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch helped = new CountDownLatch(1);
    AtomicReference<Thread> other = new AtomicReference<>();
    AtomicBoolean wentOn = new AtomicBoolean();
    IllegalStateException failure = new IllegalStateException("expected");
    Operation step =
        new Step(
            100,
            (_, _) -> {
              boolean isHelper = Thread.currentThread() != caller;
              if (isHelper) {
                other.set(Thread.currentThread());
              }
              (isHelper ? helped : called).countDown();
              called.await();
              helped.await();
              if (isHelper == helper) {
                throw failure;
              }
            });
    Operation never = new Step(1, (_, _) -> wentOn.set(true));
    Team team = new Team(2, DIVIDE, null);
    assertSame(
        failure, assertThrows(IllegalStateException.class, () -> run(team, List.of(step, never))));
    other.get().join();
    assertFalse(wentOn.get(), "what came after the failure was computed");
  }

  private static void run(Team team, List<Operation> program) {
    Worker[] workers = new Worker[team.size()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker((ScalarKernel) (_, _) -> {}, new ScalarRows());
      workers[i].examples(0, 1);
    }
    team.run(
        program.toArray(Operation[]::new), workers, LayerTimes.current(), Stop.of(Options.DEFAULT));
  }
}
