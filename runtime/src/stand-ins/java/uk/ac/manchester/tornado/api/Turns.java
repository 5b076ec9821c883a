package uk.ac.manchester.tornado.api;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;

/**
 * Lets the work-items of a group run one at a time, each to its next barrier, in an order that is
 * drawn anew after each barrier. What one item reads of another's without a barrier in between is
 * then wrong for about half of the pairs of items, and wrong in the same way each time.
 */
final class Turns {
  private static final int NOBODY = -1;

  private final Thread[] threads;
  private final int[] order;
  private final Random random = new Random(1);
  private final Runnable atEnd;
  private int position;
  private int waiting;
  private int finished;
  private volatile int turn = NOBODY;
  private volatile Throwable failure;

  /** Turns of these many items; when all of a group have finished, something happens. */
  Turns(int items, Runnable atEnd) {
    threads = new Thread[items];
    order = new int[items];
    for (int i = 0; i < items; i++) {
      order[i] = i;
    }
    this.atEnd = atEnd;
  }

  /** Runs a body for each item, and returns when all are done. */
  void run(IntConsumer body) {
    for (int i = 0; i < threads.length; i++) {
      int item = i;
      threads[i] = Thread.ofVirtual().unstarted(() -> runItem(item, body));
    }
    for (Thread thread : threads) {
      thread.start();
    }
    shuffle();
    pass(order[0]);
    for (Thread thread : threads) {
      join(thread);
    }
    rethrow();
  }

  /** Begins an item's work for a group. */
  void begin(int item) {
    while (turn != item) {
      if (failure != null) {
        throw new Abandoned();
      }
      LockSupport.park(this);
    }
  }

  void atBarrier(int item) {
    waiting++;
    next();
    begin(item);
  }

  /** Ends an item's work for a group. */
  void end() {
    finished++;
    next();
  }

  private void next() {
    position++;
    if (position == order.length) {
      if (waiting > 0 && finished > 0) {
        throw new TornadoRuntimeException(
            waiting + " work-items of a group wait at a barrier, and " + finished + " have ended");
      }
      if (finished > 0) {
        atEnd.run();
      }
      waiting = 0;
      finished = 0;
      position = 0;
      shuffle();
    }
    pass(order[position]);
  }

  private void pass(int item) {
    turn = item;
    LockSupport.unpark(threads[item]);
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  private void runItem(int item, IntConsumer body) {
    try {
      body.accept(item);
    } catch (Abandoned e) {
      // another item has failed, and has said so
    } catch (Throwable e) {
      failure = e;
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** Unwinds an item when another one has failed. */
  private static final class Abandoned extends Error {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super(null, null, false, false);
    }
  }
}
