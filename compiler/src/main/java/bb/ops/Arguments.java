package bb.ops;

import java.util.List;
import java.util.Map;

/**
 * The checked arguments of one layer call: each attribute of its spec has a value of the
 * attribute's type (its default where the call gave none), so the getters never fail on user input.
 */
public final class Arguments {
  private final Map<String, Object> values;

  /**
   * @param values Int: Long; Pair and Ints: {@code List<Long>} (a pair has two); Padding: {@code
   *     List<Long>} of two, or the string "same"; Number: Double; Flag: Boolean; Choice: String
   */
  public Arguments(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  /** Whether the call gave the argument or it has a default other than {@code none}. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  public long integer(String name) {
    return (Long) values.get(name);
  }

  public double number(String name) {
    return (Double) values.get(name);
  }

  public boolean flag(String name) {
    return (Boolean) values.get(name);
  }

  public String word(String name) {
    return (String) values.get(name);
  }

  /** Height and width. */
  public Pair pair(String name) {
    return Pair.of(ints(name));
  }

  @SuppressWarnings("unchecked")
  public List<Long> ints(String name) {
    return (List<Long>) values.get(name);
  }

  public Padding padding(String name) {
    return values.get(name) instanceof String
        ? new Padding.Same()
        : new Padding.Explicit(pair(name));
  }

  /** A height and a width. */
  public record Pair(long height, long width) {
    /** The same number twice. */
    public static Pair square(long size) {
      return new Pair(size, size);
    }

    static Pair of(List<Long> two) {
      return new Pair(two.get(0), two.get(1));
    }

    @Override
    public String toString() {
      return height == width ? String.valueOf(height) : "(" + height + ", " + width + ")";
    }
  }

  /** How a window's padding was given. */
  public sealed interface Padding {
    /** The same on both sides. */
    record Explicit(Pair pair) implements Padding {}

    /** As much as keeps the size at stride 1, the odd element at the end. */
    record Same() implements Padding {}
  }
}
