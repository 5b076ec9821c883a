package bb.model;

/**
 * What elaborating the networks of one file may take. Whatever does work in proportion to data
 * counts it here, in steps, so that the end is near whatever the source says.
 */
final class Budget {
  /** Steps of all networks of a file together, at the most. */
  static final long MAX_STEPS = 12_000_000;

  /**
   * Mistakes found in the networks of a file, at the most; one that is found again in the next
   * iteration counts again. What follows so many says nothing new.
   */
  static final int MAX_REPORTS = 1_000;

  private long steps;
  private int reports;

  /** Counts work; false if there has been too much. */
  boolean take(long amount) {
    steps += amount;
    return steps <= MAX_STEPS;
  }

  /** Counts a mistake; false if there have been too many. */
  boolean report() {
    return ++reports <= MAX_REPORTS;
  }

  /** Whether no network can be elaborated any more, which has been reported. */
  boolean isSpent() {
    return steps > MAX_STEPS || reports > MAX_REPORTS;
  }

  long steps() {
    return steps;
  }
}
