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
   * @param values Int: Long; Pair, Triple and Ints: {@code List<Long>} of two, three or any number;
   *     Padding: such a list, or the string "same"; Number: Double; Numbers: {@code List<Double>};
   *     Flag: Boolean; Choice: String; Tensor: true
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

  /** One number for each axis that a layer works along. */
  public Sizes sizes(String name) {
    return values.get(name) instanceof Long length ? Sizes.of(length) : new Sizes(ints(name));
  }

  @SuppressWarnings("unchecked")
  public List<Long> ints(String name) {
    return (List<Long>) values.get(name);
  }

  @SuppressWarnings("unchecked")
  public List<Double> numbers(String name) {
    return (List<Double>) values.get(name);
  }

  public Padding padding(String name) {
    return values.get(name) instanceof String
        ? new Padding.Same()
        : new Padding.Explicit(sizes(name));
  }

  /** How a window's padding was given. */
  public sealed interface Padding {
    /** The same on both sides. */
    record Explicit(Sizes sizes) implements Padding {}

    /** As much as keeps the size at stride 1, the odd element at the end. */
    record Same() implements Padding {}
  }
}
