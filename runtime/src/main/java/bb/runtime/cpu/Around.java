package bb.runtime.cpu;

/**
 * An operation that lets another one run, with something changed that a worker has in hand. All
 * else is the other one's.
 */
interface Around extends Operation {
  Operation operation();

  @Override
  default int items(int batch) {
    return operation().items(batch);
  }

  @Override
  default long cost(int batch) {
    return operation().cost(batch);
  }

  @Override
  default long overhead(int batch) {
    return operation().overhead(batch);
  }

  @Override
  default void reserve(Worker w) {
    operation().reserve(w);
  }

  @Override
  default void warm(Warmup warmup) {
    operation().warm(warmup);
  }
}
