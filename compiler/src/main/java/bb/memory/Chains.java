package bb.memory;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Many short lists of numbers, most of them empty, in a few arrays. */
final class Chains {
  private static final int END = -1;

  private final int[] first;
  private int[] numbers = new int[16];
  private int[] next = new int[16];
  private int size;

  /**
   * @param lists how many there are
   */
  Chains(int lists) {
    first = new int[lists];
    Arrays.fill(first, END);
  }

  /** Adds a number to a list. */
  void add(int list, int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      next = Arrays.copyOf(next, 2 * size);
    }
    numbers[size] = number;
    next[size] = first[list];
    first[list] = size++;
  }

  /** Goes through the numbers of a list, from the one that was added last. */
  void forEach(int list, IntConsumer action) {
    for (int i = first[list]; i != END; i = next[i]) {
      action.accept(numbers[i]);
    }
  }
}
