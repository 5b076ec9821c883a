package bb.examples;

import bb.graph.Graph;
import java.util.concurrent.Semaphore;

/**
 * The memory that networks share when their tests run beside each other: one waits until its
 * weights have room.
 */
final class Room {
  /** In MiB; the rest is for everything but weights. */
  private static final int ALL = (int) (Runtime.getRuntime().maxMemory() * 3 / 4 >> 20);

  private static final Semaphore FREE = new Semaphore(ALL, true);

  private Room() {}

  /** What a test does with a network. */
  @FunctionalInterface
  interface Action<E extends Exception> {
    void run() throws E;
  }

  /** Does something for which the weights of a network are in memory twice. */
  static <E extends Exception> void with(Graph network, Action<E> action) throws E {
    long numbers = network.parameters().stream().mapToLong(p -> p.type().shape().elements()).sum();
    int room = Math.min(ALL, Math.toIntExact(numbers * 2 * Float.BYTES >> 20));
    FREE.acquireUninterruptibly(room);
    try {
      action.run();
    } finally {
      FREE.release(room);
    }
  }
}
