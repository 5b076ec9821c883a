package bb.fuzz;

/**
 * Where a mutation comes from: a random number generator, or what a fuzzer learned from coverage.
 */
@FunctionalInterface
interface Choices {
  /** A number from 0 to {@code bound - 1}. */
  int next(int bound);

  default <T> T of(java.util.List<T> items) {
    return items.get(next(items.size()));
  }
}
