package bb.runtime.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the workers of a team wait for each other after each step. A step lasts tens of
 * microseconds, less than the system needs to wake a thread, so that a waiter spins before it
 * parks.
 */
final class Barrier {
  private static final int SPINS = 10_000;

  private final int parties;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicReferenceArray<Thread> parked;
  private volatile int phase;
  private volatile Throwable failure;

  Barrier(int parties) {
    this.parties = parties;
    this.parked = new AtomicReferenceArray<>(parties);
  }

  /** Returns when all parties have come. */
  void await(int party) {
    if (parties == 1) {
      return;
    }
    int current = phase;
    if (arrived.incrementAndGet() == parties) {
      arrived.set(0);
      phase = current + 1;
      wake();
      return;
    }
    for (int i = 0; i < SPINS && phase == current && failure == null; i++) {
      Thread.onSpinWait();
    }
    if (phase == current && failure == null) {
      parked.set(party, Thread.currentThread());
      while (phase == current && failure == null) {
        LockSupport.park(this);
      }
      parked.set(party, null);
    }
    if (phase == current) {
      throw new BrokenException();
    }
  }

  /** Lets everyone who waits here, now or later, fail. */
  void fail(Throwable cause) {
    if (!(cause instanceof BrokenException)) {
      failure = cause;
      wake();
    }
  }

  /** What one of the parties failed with, or null. */
  Throwable failure() {
    return failure;
  }

  private void wake() {
    for (int i = 0; i < parties; i++) {
      Thread thread = parked.get(i);
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** Another worker has failed; its exception is the one to report. */
  private static final class BrokenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }
}
