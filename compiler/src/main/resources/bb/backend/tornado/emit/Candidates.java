package bb.models;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The forms of a kernel.
 *
 * @param <A> the arrays of weights and activations
 */
final class Candidates<A> {
  /** The form whose filter has a layout of its own. */
  static final String CONVOLUTION = "convolution";

  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64L;

  private final int n;
  private final String text;
  private final int[] sizes;
  private final int[] filter;
  private final Map<String, Way<A>> ways = new LinkedHashMap<>();
  private int[] output;

  /** Adds the tasks of a kernel for n examples; the last array is the output. */
  @FunctionalInterface
  interface Form<A> {
    void add(Stages s, String layer, int n, A[] arrays);
  }

  /**
   * @param scratch elements for all examples
   */
  private record Way<A>(Form<A> form, int[] scratch) {}

  /**
   * @param text what the kernel computes, and a checksum of its code
   * @param filter its number among the arrays; outputs, inputs, taps
   * @param sizes elements of each array
   */
  Candidates(int n, String text, int[] filter, int... sizes) {
    this.n = n;
    this.text = text;
    this.filter = filter;
    this.sizes = sizes;
  }

  /** What of the output the kernel writes: from {@code first}, {@code channels} of each row. */
  Candidates<A> output(int rows, int stride, int first, int channels) {
    output = new int[] {rows, stride, first, channels};
    return this;
  }

  /**
   * Adds a form, unless its arrays would be larger than an index reaches.
   *
   * @param scratch elements for one example of the arrays for the time between tasks
   */
  Candidates<A> form(String name, Form<A> form, long... scratch) {
    int[] elements = new int[scratch.length];
    for (int i = 0; i < scratch.length; i++) {
      if (scratch[i] > MAX_ELEMENTS / n) {
        return this;
      }
      elements[i] = (int) scratch[i] * n;
    }
    ways.put(name, new Way<>(form, elements));
    return this;
  }

  boolean has(String form) {
    return ways.containsKey(form);
  }

  Iterable<String> forms() {
    return ways.keySet();
  }

  Form<A> form(String name) {
    return ways.get(name).form();
  }

  /** Elements of a form's array of that number; 0 if it needs none. */
  int scratch(String form, int number) {
    int[] scratch = ways.get(form).scratch();
    return number < scratch.length ? scratch[number] : 0;
  }

  String text() {
    return text;
  }

  /** A filter in the layout of {@link #CONVOLUTION}. */
  A planar(A taps, Numbers<A> numbers) {
    return numbers.planar(taps, filter[1], filter[2], filter[3]);
  }

  /** The arrays that a form takes in place of those that our own does. */
  A[] arrays(String form, A[] own, Numbers<A> numbers) {
    A[] arrays = own.clone();
    if (form.equals(CONVOLUTION)) {
      arrays[filter[0]] = planar(own[filter[0]], numbers);
    }
    return arrays;
  }

  int[] sizes() {
    return sizes;
  }

  int[] output() {
    return output;
  }
}
