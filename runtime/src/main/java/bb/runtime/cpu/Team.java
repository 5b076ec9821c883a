package bb.runtime.cpu;

import bb.runtime.PredictionStopped.Reason;
import bb.runtime.engine.Stop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run programs together, the caller being the first of them. An operation is on offer
 * in chunks of its items, of which each member takes those of its own part first, so that it finds
 * in its cache what it wrote before, and then what others have left. Whoever finishes the last
 * chunk offers the next operation; nobody waits for a member that has no chunk in hand, so that one
 * that the system does not let run, or that comes late, holds up nobody.
 *
 * <p>The team's own threads are daemons: when there is nothing on offer they spin for a moment,
 * then sleep, and end when they have not been needed for a while, so that nobody has to close
 * anything.
 */
final class Team {
  /** Some tens of microseconds: what there is between two operations, and less than a wake-up. */
  private static final int SPINS = 2_000;

  private static final long IDLE_NANOS = 10_000_000_000L;

  /** Threads of somebody else's are given back sooner. */
  private static final long LENT_NANOS = 1_000_000;

  private final int size;
  private final Effort effort;

  /** Whose threads help; null for the team's own. */
  private final @Nullable Executor executor;

  /** Which members have a thread, or are waiting for one. */
  private final boolean[] serving;

  private final AtomicReferenceArray<@Nullable Thread> parked;
  private final Shares shares;
  private final AtomicInteger unfinished = new AtomicInteger();

  /** Changes whenever there is something on offer. */
  private final AtomicInteger phase = new AtomicInteger();

  private volatile boolean over;
  private volatile @Nullable Throwable failure;

  /** The program in progress. */
  private Operation @Nullable [] program;

  private Worker @Nullable [] workers;
  private int batch;
  private @Nullable Steps steps;
  private @Nullable Stop stop;
  private @Nullable Reason ended;
  private boolean awake;

  /** The operation in progress, and how its items are cut. */
  private int step;

  private int items;
  private int chunks;

  Team(int size, Effort effort, @Nullable Executor executor) {
    this.size = Math.min(size, Shares.MOST / Effort.CHUNKS);
    this.effort = effort;
    this.executor = executor;
    this.serving = new boolean[this.size];
    this.parked = new AtomicReferenceArray<>(this.size);
    this.shares = new Shares(this.size);
  }

  int size() {
    return size;
  }

  /** Whose threads help; null for the team's own. */
  @Nullable Executor executor() {
    return executor;
  }

  /**
   * Runs operations one after the other. Not for several callers at a time; a team whose program
   * has thrown is of no further use.
   *
   * @param workers one for each member, all with the same batch to compute
   * @param steps is told of the operations, unless it is null
   * @param stop is asked before each operation whether to go on
   * @return why the rest was not computed; null if all was
   */
  @Nullable Reason run(Operation[] program, Worker[] workers, @Nullable Steps steps, Stop stop) {
    this.program = program;
    this.workers = workers;
    this.batch = workers[0].batch();
    this.steps = steps;
    this.stop = stop;
    this.ended = null;
    this.awake = false;
    this.step = 0;
    this.over = false;
    if (executor == null) {
      start();
    }
    try {
      advance(0);
      while (!over && failure == null) {
        int seen = phase.get();
        work(0);
        if (!over) {
          await(0, seen, Long.MAX_VALUE);
        }
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
    switch (failure) {
      case null -> forget();
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    return ended;
  }

  /** Or a model that nobody uses any more would stay in memory as long as the threads. */
  private void forget() {
    program = null;
    workers = null;
    steps = null;
    stop = null;
  }

  private synchronized void start() {
    for (int member = 1; member < size; member++) {
      if (!serving[member]) {
        int number = member;
        serving[member] = true;
        OwnThread.start("bb-worker-" + member, () -> serve(number, IDLE_NANOS));
      }
    }
  }

  /**
   * Asks for threads of somebody else's. They come when they come, or not at all; what is run at
   * once, by the caller's thread, finds its chunks like all others.
   */
  private void borrow() {
    for (int member = 1; member < size; member++) {
      int number = member;
      if (takes(number)) {
        try {
          executor.execute(() -> serve(number, LENT_NANOS));
        } catch (RejectedExecutionException ignored) {
          gives(number);
        }
      }
    }
  }

  private synchronized boolean takes(int member) {
    boolean free = !serving[member];
    serving[member] = true;
    return free;
  }

  private synchronized void gives(int member) {
    serving[member] = false;
  }

  private void serve(int member, long patience) {
    try {
      int seen;
      do {
        seen = phase.get();
        work(member);
      } while (await(member, seen, patience) || !retire(member, seen));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Ends a membership, unless there is something to do after all. */
  private synchronized boolean retire(int member, int seen) {
    if (phase.get() != seen && failure == null) {
      return false;
    }
    serving[member] = false;
    return true;
  }

  /** Computes chunks until none is left. */
  private void work(int member) {
    int chunk = shares.take(member);
    while (chunk >= 0 && failure == null) {
      int from = (int) ((long) items * chunk / chunks);
      int to = (int) ((long) items * (chunk + 1) / chunks);
      program[step].run(workers[member], from, to);
      if (unfinished.decrementAndGet() == 0) {
        end();
        advance(member);
      }
      chunk = shares.take(member);
    }
  }

  /**
   * Computes what is not worth dividing, up to the next operation that is, and offers that. Only
   * one member is ever here, and no other has a chunk.
   */
  private void advance(int member) {
    while (step < program.length) {
      Operation operation = program[step];
      ended = stop.reason();
      if (ended != null) {
        break;
      }
      if (steps != null) {
        steps.begin(step);
      }
      items = operation.items(batch);
      chunks = effort.chunks(operation, batch, size);
      if (chunks > 1) {
        offer(effort.wakes(operation, batch));
        return;
      }
      if (items > 0) {
        operation.run(workers[member], 0, items);
      }
      end();
    }
    over = true;
    wake(1);
  }

  private void offer(boolean large) {
    boolean wakes = large || !awake;
    awake = true;
    unfinished.set(chunks);
    // from here on others may finish this operation, and the whole program, before this one goes on
    shares.offer(chunks);
    phase.incrementAndGet();
    if (wakes) {
      wake(size);
      if (executor != null) {
        borrow();
      }
    }
  }

  private void end() {
    if (steps != null) {
      steps.end(step);
    }
    step++;
  }

  /**
   * Waits until there is something on offer that was not when {@code phase} was {@code seen}, or
   * the program is over.
   *
   * @return false if there is nothing for {@code nanos}, or if a member has failed
   */
  private boolean await(int member, int seen, long nanos) {
    for (int i = 0; i < SPINS && isNothingNew(member, seen); i++) {
      Thread.onSpinWait();
    }
    if (isNothingNew(member, seen)) {
      long deadline = System.nanoTime() + nanos;
      long left = nanos;
      parked.set(member, Thread.currentThread());
      while (left > 0 && isNothingNew(member, seen)) {
        LockSupport.parkNanos(this, left);
        left = deadline - System.nanoTime();
      }
      parked.set(member, null);
    }
    return failure == null && phase.get() != seen;
  }

  /** The end of a program is news for the caller only. */
  private boolean isNothingNew(int member, int seen) {
    return phase.get() == seen && failure == null && !(member == 0 && over);
  }

  /** Lets everyone who waits, now or later, fail. */
  private synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    wake(size);
  }

  private void wake(int members) {
    for (int member = 0; member < members; member++) {
      Thread thread = parked.get(member);
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }
}
