package bb.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a layer is written and documented. The strings are the layer's entry in the language
 * reference.
 *
 * @param name as written in a {@code .bb} file
 * @param summary one sentence: what the layer computes
 * @param inputs how many tensors flow in, besides those that have names
 * @param attributes the positional ones first, in their order; all may be given by name
 * @param width at which position PyTorch writes the width of what flows in, which is inferred here
 * @param shape the shape rule, such as {@code [..., in] -> [..., out]}
 * @param parameters the learned tensors, or {@code none}
 * @param macs the multiply-adds, or {@code none}
 * @param source the paper or the reference implementation
 * @param build makes the operator from checked arguments
 */
public record OpSpec(
    String name,
    String summary,
    Inputs inputs,
    List<Attribute> attributes,
    OptionalInt width,
    String shape,
    String parameters,
    String macs,
    String source,
    Function<Arguments, Operator> build) {
  public OpSpec {
    attributes = List.copyOf(attributes);
    long positional = attributes.stream().takeWhile(Attribute::positional).count();
    if (attributes.stream().skip(positional).anyMatch(Attribute::positional)) {
      throw new IllegalArgumentException(name + " has an option before a positional argument");
    }
  }

  /** How many tensors a layer takes: {@code max} may be {@link Integer#MAX_VALUE}. */
  public record Inputs(int min, int max) {
    public static final Inputs ONE = new Inputs(1, 1);
    public static final Inputs MANY = new Inputs(1, Integer.MAX_VALUE);

    public boolean allows(int count) {
      return count >= min && count <= max;
    }
  }

  public static Builder named(String name, String summary) {
    return new Builder(name, summary);
  }

  public Optional<Attribute> attribute(String name) {
    return attributes.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  /** The tensors that have names, in order. */
  public List<Attribute> tensors() {
    return attributes.stream().filter(a -> a.type() instanceof Attribute.Type.Tensor).toList();
  }

  /** Those that may be given without their names, in order. */
  public List<Attribute> positional() {
    return attributes.stream().takeWhile(Attribute::positional).toList();
  }

  /**
   * The given arguments, and the defaults of those that were not given.
   *
   * @param given checked values in the form of {@link Arguments}; all required ones are there
   */
  public Arguments arguments(Map<String, Object> given) {
    Map<String, Object> all = new HashMap<>(given);
    for (Attribute attribute : attributes) {
      attribute.defaultValue().ifPresent(value -> all.putIfAbsent(attribute.name(), value));
    }
    return new Arguments(all);
  }

  /** The layer with these arguments and the defaults of the others. */
  public Operator operator(Map<String, Object> given) {
    return build.apply(arguments(given));
  }

  /**
   * How a reader would write the call: what it must give, and what is not the default.
   *
   * @param given as for {@link #arguments}
   */
  public String call(Map<String, Object> given) {
    List<String> texts = new ArrayList<>();
    boolean named = false;
    for (Attribute attribute : attributes) {
      Optional<Object> value = Optional.ofNullable(given.get(attribute.name()));
      if (value.isPresent() && !value.equals(attribute.defaultValue())) {
        boolean bare = attribute.positional() && !named;
        texts.add((bare ? "" : attribute.name() + ": ") + text(value.get()));
      } else {
        named = true;
      }
    }
    return texts.isEmpty() ? name : name + "(" + String.join(", ", texts) + ")";
  }

  private static String text(Object value) {
    return switch (value) {
      case Double number when number.isInfinite() -> number > 0 ? "inf" : "-inf";
      case List<?> list when list.getFirst() instanceof Double first ->
          list.size() == 1
              ? plain(first)
              : list.stream()
                  .map(each -> plain((Double) each))
                  .collect(Collectors.joining(", ", "[", "]"));
      case List<?> list when list.size() == 2 && list.getFirst().equals(list.getLast()) ->
          String.valueOf(list.getFirst());
      default -> String.valueOf(value);
    };
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }

  /** Collects the parts of a spec; positional arguments come first, in their order. */
  public static final class Builder {
    private final String name;
    private final String summary;
    private final List<Attribute> attributes = new ArrayList<>();
    private Inputs inputs = Inputs.ONE;
    private OptionalInt width = OptionalInt.empty();
    private String shape = "[...] -> [...]";
    private String parameters = "none";
    private String macs = "none";
    private String source = "";

    private Builder(String name, String summary) {
      this.name = name;
      this.summary = summary;
    }

    public Builder inputs(Inputs inputs) {
      this.inputs = inputs;
      return this;
    }

    /** An argument that every call gives, by position or by name. */
    public Builder required(String name, Attribute.Type type, String doc) {
      attributes.add(new Attribute(name, type, Optional.empty(), true, doc));
      return this;
    }

    /**
     * An argument that is what the layer is about, so that a reader knows it without its name.
     *
     * @param defaultText bb source, evaluated like an argument; {@code none} means absent
     */
    public Builder positional(String name, Attribute.Type type, String defaultText, String doc) {
      attributes.add(new Attribute(name, type, Optional.of(defaultText), true, doc));
      return this;
    }

    /**
     * An argument that is given by name only.
     *
     * @param defaultText bb source, evaluated like an argument; {@code none} means absent
     */
    public Builder option(String name, Attribute.Type type, String defaultText, String doc) {
      attributes.add(new Attribute(name, type, Optional.of(defaultText), false, doc));
      return this;
    }

    /** Says at which position PyTorch writes the width of what flows in. */
    public Builder width(int position) {
      this.width = OptionalInt.of(position);
      return this;
    }

    public Builder shape(String rule) {
      this.shape = rule;
      return this;
    }

    public Builder parameters(String tensors) {
      this.parameters = tensors;
      return this;
    }

    public Builder macs(String count) {
      this.macs = count;
      return this;
    }

    public Builder source(String reference) {
      this.source = reference;
      return this;
    }

    /** As {@link #build}, with the arguments of {@link Reparametrized}. */
    public OpSpec buildNormed(Function<Arguments, Operator> build) {
      return Reparametrized.options(this).build(a -> Reparametrized.of(a, build.apply(a)));
    }

    public OpSpec build(Function<Arguments, Operator> build) {
      return new OpSpec(
          name, summary, inputs, attributes, width, shape, parameters, macs, source, build);
    }
  }
}
