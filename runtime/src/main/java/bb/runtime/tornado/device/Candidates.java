package bb.runtime.tornado.device;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The forms of a kernel.
 *
 * @param <A> the arrays of weights and activations
 */
public final class Candidates<A> {
  /** The form whose filter has a layout of its own. */
  static final String CONVOLUTION = "convolution";

  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64L;

  private final String kernel;
  private final Forms<A> tasks;
  private final int n;
  private final String text;
  private final int[] sizes;
  private final int[] filter;

  /** Of each form, elements for all examples of the arrays for the time between tasks. */
  private final Map<String, int[]> scratch = new LinkedHashMap<>();

  private int[] output;

  /** Adds the tasks of a kernel in a form, for n examples; the last array is the output. */
  @FunctionalInterface
  public interface Forms<A> {
    void add(String kernel, String form, Stages s, String layer, int n, A[] arrays);
  }

  /**
   * @param kernel its name
   * @param text what the kernel computes, and a checksum of its code
   * @param filter its number among the arrays; outputs, inputs, taps
   * @param sizes elements of each array
   */
  public Candidates(String kernel, Forms<A> tasks, int n, String text, int[] filter, int... sizes) {
    this.kernel = kernel;
    this.tasks = tasks;
    this.n = n;
    this.text = text;
    this.filter = filter;
    this.sizes = sizes;
  }

  /** What of the output the kernel writes: from {@code first}, {@code channels} of each row. */
  public Candidates<A> output(int rows, int stride, int first, int channels) {
    output = new int[] {rows, stride, first, channels};
    return this;
  }

  /**
   * Adds a form, unless its arrays would be larger than an index reaches.
   *
   * @param between elements for one example of the arrays for the time between tasks
   */
  public Candidates<A> form(String name, long... between) {
    int[] elements = new int[between.length];
    for (int i = 0; i < between.length; i++) {
      if (between[i] > MAX_ELEMENTS / n) {
        return this;
      }
      elements[i] = (int) between[i] * n;
    }
    scratch.put(name, elements);
    return this;
  }

  String kernel() {
    return kernel;
  }

  boolean has(String form) {
    return scratch.containsKey(form);
  }

  Iterable<String> forms() {
    return scratch.keySet();
  }

  /** Adds the tasks of a form. */
  void add(String form, Stages s, String layer, A[] arrays) {
    tasks.add(kernel, form, s, layer, n, arrays);
  }

  /** Elements of a form's array of that number; 0 if it needs none. */
  int scratch(String form, int number) {
    int[] elements = scratch.get(form);
    return number < elements.length ? elements[number] : 0;
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
