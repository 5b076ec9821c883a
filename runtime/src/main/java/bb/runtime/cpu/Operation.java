package bb.runtime.cpu;

/**
 * A step of a network, prepared when the model is loaded: all that does not change between
 * inferences lies in its fields. Its work is cut into items, which are independent of each other
 * and numbered so that neighbours share data. Immutable; any number of workers compute items of it
 * at a time, for one caller or for several.
 */
public interface Operation {
  /** Pieces of work for so many examples. */
  int items(int batch);

  /** What an item costs, in multiply-adds or the like. */
  long cost(int batch);

  /**
   * What a range of items costs besides them, however many they are: what they share is made ready
   * for each range.
   */
  default long overhead(int batch) {
    return 0;
  }

  /** Makes room in a worker for what {@link #run} needs; called once for each. */
  default void reserve(Worker w) {}

  /** Names the vector kernels that {@link #run} spends its time in, to have them compiled. */
  default void warm(Warmup warmup) {}

  /**
   * Computes items {@code from} to {@code to} of the worker's batch. Called very often: allocates
   * nothing, and keeps nothing but in the worker.
   */
  void run(Worker w, int from, int to);
}
