package bb.model;

import bb.source.Span;
import bb.types.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A compile-time value. Tensors are terms too: what they hold is known only when the network runs,
 * but which one it is and its shape are known now.
 */
sealed interface Term {

  record IntTerm(long value) implements Term {}

  record FloatTerm(double value) implements Term {}

  record BoolTerm(boolean value) implements Term {}

  record StringTerm(String value) implements Term {}

  /** A list, a tuple or a range: something that has elements. */
  sealed interface Sequence extends Term permits ListTerm, TupleTerm, RangeTerm {
    long size();

    Term get(long index);
  }

  record ListTerm(List<Term> elements) implements Sequence {
    public ListTerm {
      elements = List.copyOf(elements);
    }

    @Override
    public long size() {
      return elements.size();
    }

    @Override
    public Term get(long index) {
      return elements.get((int) index);
    }
  }

  record TupleTerm(List<Term> elements) implements Sequence {
    public TupleTerm {
      elements = List.copyOf(elements);
    }

    @Override
    public long size() {
      return elements.size();
    }

    @Override
    public Term get(long index) {
      return elements.get((int) index);
    }
  }

  /** {@code from..to}, not materialised: a billion steps are refused when they are taken. */
  record RangeTerm(long from, long to) implements Sequence {
    @Override
    public long size() {
      return Math.max(0, to - from);
    }

    @Override
    public Term get(long index) {
      return new IntTerm(from + index);
    }
  }

  record TensorTerm(Value value) implements Term {}

  /** Tensors bound one by one under indices: {@code as skip[i]}. */
  record IndexedTensors(Map<Long, Term> elements) implements Term {}

  /**
   * A layer or block and the arguments it has been given so far.
   *
   * @param shared the path of the one set of parameters that all uses have, for {@code share}
   */
  record LayerTerm(Target target, List<Given> arguments, Span span, Optional<String> shared)
      implements Term {
    public LayerTerm {
      arguments = List.copyOf(arguments);
    }
  }

  /** An evaluated argument. */
  record Given(Optional<String> name, Span nameSpan, Term value, Span span) {
    /** Arguments as in a call, with their values. */
    static String show(List<Given> arguments) {
      return arguments.stream()
          .map(g -> g.name().map(n -> n + ": ").orElse("") + g.value().show())
          .collect(Collectors.joining(", "));
    }
  }

  /** A labelled step, as in {@code wte.weight}: the path of its scope. */
  record LabelTerm(String path) implements Term {}

  /** A parameter of another layer, to tie to: its index in the graph. */
  record ParameterTerm(int index, String name) implements Term {}

  /** Stands for a value that could not be computed; whatever it touches stays silent. */
  record Unknown() implements Term {}

  Unknown UNKNOWN = new Unknown();

  static Term of(long value) {
    return new IntTerm(value);
  }

  static Term shape(bb.types.Shape shape) {
    return new ListTerm(shape.dims().stream().map(Term::of).toList());
  }

  /** Whether this is, or contains, something that could not be computed. */
  default boolean isUnknown() {
    return switch (this) {
      case Unknown _ -> true;
      case ListTerm(var elements) -> elements.stream().anyMatch(Term::isUnknown);
      case TupleTerm(var elements) -> elements.stream().anyMatch(Term::isUnknown);
      case IndexedTensors(var elements) -> elements.values().stream().anyMatch(Term::isUnknown);
      case IntTerm _,
          FloatTerm _,
          BoolTerm _,
          StringTerm _,
          RangeTerm _,
          TensorTerm _,
          LayerTerm _,
          LabelTerm _,
          ParameterTerm _ ->
          false;
    };
  }

  /** What kind of thing it is, with its article: {@code a whole number}. */
  default String kind() {
    return switch (this) {
      case IntTerm _ -> "a whole number";
      case FloatTerm _ -> "a number";
      case BoolTerm _ -> "a truth value";
      case StringTerm _ -> "a string";
      case ListTerm _ -> "a list";
      case TupleTerm _ -> "a tuple";
      case RangeTerm _ -> "a range";
      case TensorTerm _ -> "a tensor";
      case IndexedTensors _ -> "several tensors under one name";
      case LayerTerm _ -> "a layer";
      case LabelTerm _ -> "a labelled step";
      case ParameterTerm _ -> "a parameter";
      case Unknown _ -> "an unknown value";
    };
  }

  /** The value as a reader would write it, shortened. */
  default String show() {
    return switch (this) {
      case IntTerm(var value) -> String.valueOf(value);
      case FloatTerm(var value) -> String.valueOf(value);
      case BoolTerm(var value) -> String.valueOf(value);
      case StringTerm(var value) -> '"' + value + '"';
      case ListTerm(var elements) -> showAll(elements, "[", "]");
      case TupleTerm(var elements) -> showAll(elements, "(", ")");
      case RangeTerm(var from, var to) -> from + ".." + to;
      case TensorTerm(var value) -> "a tensor " + value.type();
      case IndexedTensors(var elements) -> "tensors " + elements.keySet();
      case LayerTerm layer -> layer.target().name();
      case LabelTerm(var path) -> path;
      case ParameterTerm(_, var name) -> name;
      case Unknown _ -> "?";
    };
  }

  private static String showAll(List<Term> elements, String open, String close) {
    String shown =
        elements.stream().limit(6).map(Term::show).collect(Collectors.joining(", ", open, ""));
    return shown + (elements.size() > 6 ? ", …" : "") + close;
  }
}
