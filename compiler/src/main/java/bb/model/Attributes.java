package bb.model;

import bb.diagnostics.Diagnostic;
import bb.model.Term.BoolTerm;
import bb.model.Term.Given;
import bb.model.Term.Sequence;
import bb.model.Term.StringTerm;
import bb.model.Term.TensorTerm;
import bb.ops.Attribute;
import bb.ops.Attribute.Type;
import bb.ops.OpSpec;
import bb.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Fits the arguments of a call to the attributes of a layer's spec. */
final class Attributes {
  /** More numbers than any layer's argument has. */
  private static final int MAX_INTS = 64;

  private final OpSpec spec;
  private final Evaluator evaluator;
  private final Context context;
  private boolean good = true;

  private Attributes(OpSpec spec, Evaluator evaluator, Context context) {
    this.spec = spec;
    this.evaluator = evaluator;
    this.context = context;
  }

  /**
   * The arguments by attribute name, checked; empty after reporting what does not fit.
   *
   * @param width that of what flows in, if it is known
   */
  static Optional<Map<String, Object>> fit(
      OpSpec spec,
      List<Given> given,
      Span call,
      OptionalLong width,
      Evaluator evaluator,
      Context context) {
    Attributes attributes = new Attributes(spec, evaluator, context);
    Optional<Diagnostic> unnamed = ByPosition.problem(spec, given, call, width);
    if (unnamed.isPresent()) {
      context.report(unnamed.get());
      return Optional.empty();
    }
    Map<String, Object> values = attributes.values(attributes.assign(given, call));
    return attributes.good ? Optional.of(values) : Optional.empty();
  }

  private Map<Attribute, Given> assign(List<Given> given, Span call) {
    Map<Attribute, Given> assigned = new LinkedHashMap<>();
    int position = 0;
    for (Given argument : given) {
      Optional<Attribute> attribute;
      if (argument.name().isPresent()) {
        String name = argument.name().get();
        attribute = spec.attribute(name);
        if (attribute.isEmpty() && context.isUnresolved(argument.nameSpan())) {
          good = false;
        } else if (attribute.isEmpty()) {
          bad(
              NameProblems.unknownArgument(
                  argument.nameSpan(),
                  spec.name(),
                  name,
                  spec.attributes().stream().map(Attribute::name).toList()));
        }
      } else {
        attribute = spec.positional().stream().skip(position++).findFirst();
      }
      if (attribute.isPresent() && assigned.putIfAbsent(attribute.get(), argument) != null) {
        bad(NameProblems.argumentTwice(argument.nameSpan(), spec.name(), attribute.get().name()));
      }
    }
    if (good) {
      for (Attribute attribute : spec.attributes()) {
        if (attribute.required() && !assigned.containsKey(attribute)) {
          bad(NameProblems.missingArgument(call, spec.name(), attribute.name(), attribute.doc()));
        }
      }
    }
    return assigned;
  }

  private Map<String, Object> values(Map<Attribute, Given> assigned) {
    Map<String, Object> values = new HashMap<>();
    assigned.forEach((attribute, given) -> {
      Optional<Object> value = value(attribute, given);
      value.ifPresent(v -> values.put(attribute.name(), v));
      good &= value.isPresent();
    });
    return values;
  }

  private Optional<Object> value(Attribute attribute, Given given) {
    Term term = given.value();
    if (term.isUnknown()) {
      return Optional.empty();
    }
    return switch (attribute.type()) {
      case Type.Int(var min) -> integer(attribute, given, term, min).map(v -> v);
      case Type.Pair(var min) ->
          sizes(attribute, given, 2, min, "a whole number or a pair of them");
      case Type.Triple(var min) ->
          sizes(attribute, given, 3, min, "a whole number or three of them");
      case Type.Padding(int count) ->
          term instanceof StringTerm(var word) && word.equals("same")
              ? Optional.of(word)
              : sizes(
                  attribute,
                  given,
                  count,
                  0,
                  "a whole number, %s of them, or `same`"
                      .formatted(count == 2 ? "a pair" : "three"));
      case Type.Ints(var min) -> integers(attribute, given, min);
      case Type.Numbers() -> numbers(attribute, given);
      case Type.Number() ->
          Arithmetic.isNumber(term)
              ? Optional.of(Arithmetic.toDouble(term))
              : wrong(attribute, given, "a number");
      case Type.Flag() ->
          term instanceof BoolTerm(var flag)
              ? Optional.of(flag)
              : wrong(attribute, given, "`true` or `false`");
      case Type.Tensor() ->
          term instanceof TensorTerm ? Optional.of(true) : wrong(attribute, given, "a tensor");
      case Type.Choice(var words) ->
          term instanceof StringTerm(var word) && words.contains(word)
              ? Optional.of(word)
              : wrong(attribute, given, "one of " + NameProblems.list(words));
    };
  }

  private Optional<Long> integer(Attribute attribute, Given given, Term term, long min) {
    String what = "`%s`".formatted(attribute.name());
    Optional<Long> value = evaluator.integer(term, given.span(), what);
    if (value.isPresent() && value.get() < min) {
      bad(ValueProblems.outOfRange(given.span(), what, "at least " + min, term));
      return Optional.empty();
    }
    return value;
  }

  private Optional<Object> sizes(
      Attribute attribute, Given given, int count, long min, String expected) {
    if (given.value() instanceof Sequence s && s.size() == count) {
      return elements(attribute, given, s, min);
    }
    return Arithmetic.isNumber(given.value())
        ? integer(attribute, given, given.value(), min).map(v -> Collections.nCopies(count, v))
        : wrong(attribute, given, expected);
  }

  private Optional<Object> integers(Attribute attribute, Given given, long min) {
    if (given.value() instanceof Sequence s && s.size() > 0 && s.size() <= MAX_INTS) {
      return elements(attribute, given, s, min);
    }
    return Arithmetic.isNumber(given.value())
        ? integer(attribute, given, given.value(), min).map(List::of)
        : wrong(attribute, given, "a list of 1 to %d whole numbers".formatted(MAX_INTS));
  }

  private Optional<Object> numbers(Attribute attribute, Given given) {
    if (Arithmetic.isNumber(given.value())) {
      return Optional.of(List.of(Arithmetic.toDouble(given.value())));
    }
    List<Double> values = new ArrayList<>();
    if (given.value() instanceof Sequence s && s.size() > 0 && s.size() <= MAX_INTS) {
      for (long i = 0; i < s.size(); i++) {
        if (!Arithmetic.isNumber(s.get(i))) {
          break;
        }
        values.add(Arithmetic.toDouble(s.get(i)));
      }
      if (values.size() == s.size()) {
        return Optional.of(List.copyOf(values));
      }
    }
    return wrong(attribute, given, "a number, or one for each axis");
  }

  private Optional<Object> elements(Attribute attribute, Given given, Sequence terms, long min) {
    List<Long> values = new ArrayList<>();
    for (long i = 0; i < terms.size(); i++) {
      Optional<Long> value = integer(attribute, given, terms.get(i), min);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(List.copyOf(values));
  }

  private Optional<Object> wrong(Attribute attribute, Given given, String expected) {
    bad(
        ValueProblems.wrongType(
            given.span(), "`%s`".formatted(attribute.name()), expected, given.value()));
    return Optional.empty();
  }

  private void bad(Diagnostic problem) {
    context.report(problem);
    good = false;
  }
}
