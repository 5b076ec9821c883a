package bb.random;

import java.util.Iterator;
import java.util.List;

/** A list of numbers, each of them one choice; when they run out, every choice is the first. */
final class Choices {
  private final Iterator<Integer> numbers;

  Choices(List<Integer> numbers) {
    this.numbers = numbers.iterator();
  }

  boolean isEmpty() {
    return !numbers.hasNext();
  }

  /** One of 0 to {@code bound} - 1. */
  int below(int bound) {
    return numbers.hasNext() ? numbers.next() % bound : 0;
  }

  boolean oneIn(int n) {
    return below(n) == n - 1;
  }

  <T> T of(List<T> list) {
    return list.get(below(list.size()));
  }
}
