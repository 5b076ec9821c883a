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

  record ListTerm(Elements elements) implements Sequence {
    ListTerm(List<Term> elements) {
      this(Elements.of(elements));
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

  record TupleTerm(Elements elements) implements Sequence {
    TupleTerm(List<Term> elements) {
      this(Elements.of(elements));
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
    /** Arguments as in a call, with their values, shortened. */
    static String show(List<Given> arguments) {
      return arguments.stream()
              .limit(16)
              .map(g -> g.name().map(n -> n + ": ").orElse("") + g.value().show())
              .collect(Collectors.joining(", "))
          + (arguments.size() > 16 ? ", …" : "");
    }
  }

  /** A labelled step, as in {@code wte.weight}: the path of its scope. */
  record LabelTerm(String path) implements Term {}

  /** A parameter of another layer, to tie to: its index in the graph. */
  record ParameterTerm(int index, String name) implements Term {}

  /** Stands for a value that could not be computed; whatever it touches stays silent. */
  record Unknown() implements Term {}

  Unknown UNKNOWN = new Unknown();

  /** Characters that weigh as much as a value. */
  int CHARACTERS = 16;

  /** Characters of a value that are shown. */
  int SHOWN = 120;

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
      case ListTerm(var elements) -> elements.areUnknown();
      case TupleTerm(var elements) -> elements.areUnknown();
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

  /** How much there is of it: what a walk through it takes, and what it takes to keep. */
  default long weight() {
    return switch (this) {
      case ListTerm(var elements) -> elements.weight();
      case TupleTerm(var elements) -> elements.weight();
      case IndexedTensors(var elements) -> 1 + elements.size();
      case StringTerm(var value) -> 1 + value.length() / CHARACTERS;
      case LayerTerm layer -> 1 + layer.arguments().size();
      case IntTerm _,
          FloatTerm _,
          BoolTerm _,
          RangeTerm _,
          TensorTerm _,
          LabelTerm _,
          ParameterTerm _,
          Unknown _ ->
          1;
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
    StringBuilder text = new StringBuilder();
    show(text);
    return text.toString();
  }

  private void show(StringBuilder text) {
    switch (this) {
      case IntTerm(var value) -> text.append(value);
      case FloatTerm(var value) ->
          text.append(
              Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : String.valueOf(value));
      case BoolTerm(var value) -> text.append(value);
      case StringTerm(var value) -> text.append('"').append(cut(value)).append('"');
      case ListTerm(var elements) -> showAll(elements, text.append('[')).append(']');
      case TupleTerm(var elements) -> showAll(elements, text.append('(')).append(')');
      case RangeTerm(var from, var to) -> text.append(from).append("..").append(to);
      case TensorTerm(var value) -> text.append("a tensor ").append(value.type());
      case IndexedTensors(var elements) ->
          text.append("tensors ").append(cut(elements.keySet().toString()));
      case LayerTerm layer -> text.append(layer.target().name());
      case LabelTerm(var path) -> text.append(path);
      case ParameterTerm(_, var name) -> text.append(name);
      case Unknown _ -> text.append('?');
    }
  }

  private static StringBuilder showAll(List<Term> elements, StringBuilder text) {
    for (int i = 0; i < elements.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      if (i == 6 || text.length() > SHOWN) {
        return text.append('…');
      }
      elements.get(i).show(text);
    }
    return text;
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
