package bb.runtime.cpu;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that run one job together, the caller being the first of them. The others are daemons:
 * between jobs they spin for a moment, then sleep, and end when they have not been needed for a
 * while, so that nobody has to close anything.
 */
final class Team {
  private static final int SPINS = 20_000;
  private static final long IDLE_NANOS = 10_000_000_000L;

  private final int size;
  private final Barrier barrier;
  private final Thread[] threads;
  private volatile int round;
  private IntConsumer job;

  Team(int size) {
    this.size = size;
    this.barrier = new Barrier(size);
    this.threads = new Thread[size];
  }

  int size() {
    return size;
  }

  /** Waits until all members of the team have come here. */
  void await(int member) {
    barrier.await(member);
  }

  /**
   * Runs {@code work} on all members, which it gets by number. Not for several callers at a time; a
   * team whose job has thrown is of no further use.
   */
  void run(IntConsumer work) {
    begin(work);
    try {
      work.accept(0);
      barrier.await(0);
      // or a model that nobody uses any more would stay in memory as long as the threads
      job = null;
    } catch (RuntimeException | Error e) {
      barrier.fail(e);
    }
    switch (barrier.failure()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private synchronized void begin(IntConsumer work) {
    job = work;
    int next = round + 1;
    for (int member = 1; member < size; member++) {
      if (threads[member] == null) {
        int number = member;
        int seen = round;
        Thread thread = new Thread(() -> serve(number, seen), "bb-worker-" + member);
        thread.setDaemon(true);
        threads[member] = thread;
        thread.start();
      }
    }
    round = next;
    for (int member = 1; member < size; member++) {
      LockSupport.unpark(threads[member]);
    }
  }

  private void serve(int member, int seen) {
    int done = seen;
    while (awaitRound(member, done)) {
      done++;
      try {
        job.accept(member);
        barrier.await(member);
      } catch (RuntimeException | Error e) {
        barrier.fail(e);
        return;
      }
    }
  }

  /** Whether there is another round; if not, the thread is no longer a member. */
  private boolean awaitRound(int member, int done) {
    for (int i = 0; i < SPINS && round == done; i++) {
      Thread.onSpinWait();
    }
    long deadline = System.nanoTime() + IDLE_NANOS;
    while (round == done) {
      long left = deadline - System.nanoTime();
      if (left <= 0 && retire(member, done)) {
        return false;
      }
      LockSupport.parkNanos(this, Math.max(left, 1));
    }
    return true;
  }

  private synchronized boolean retire(int member, int done) {
    if (round != done) {
      return false;
    }
    threads[member] = null;
    return true;
  }
}
