package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.model.Term.FloatTerm;
import bb.model.Term.Given;
import bb.model.Term.IntTerm;
import bb.model.Term.ListTerm;
import bb.model.Term.Sequence;
import bb.model.Term.TupleTerm;
import bb.ops.Operators;
import bb.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** The functions on compile-time values. */
final class Functions {
  /** Each function and how it is called. */
  static final Map<String, String> USAGE = usage();

  static final Set<String> NAMES = USAGE.keySet();

  /** Values that have names everywhere; a declaration may take such a name for itself. */
  static final Map<String, Term> VALUES = Map.of("inf", new FloatTerm(Double.POSITIVE_INFINITY));

  private Functions() {}

  private static Map<String, String> usage() {
    Map<String, String> usage = new LinkedHashMap<>();
    usage.put("min", "min(a, b, …)");
    usage.put("max", "max(a, b, …)");
    usage.put("abs", "abs(x)");
    usage.put("ceil", "ceil(x)");
    usage.put("floor", "floor(x)");
    usage.put("round", "round(x)");
    usage.put("sqrt", "sqrt(x)");
    usage.put("exp", "exp(x)");
    usage.put("log", "log(x)");
    usage.put("sin", "sin(x)");
    usage.put("cos", "cos(x)");
    usage.put("sum", "sum(list)");
    usage.put("len", "len(list)");
    usage.put("enumerate", "enumerate(list)");
    usage.put("zip", "zip(list, list, …)");
    usage.put("round_to", "round_to(x, divisor)");
    Grids.USAGE.forEach(usage::put);
    return usage;
  }

  /** Whether this call is one of compile-time values: a layer may have the same name. */
  static boolean accepts(String name, List<Given> arguments) {
    boolean layer = Operators.find(name).isPresent();
    return arguments.stream()
        .noneMatch(g ->
            g.value() instanceof Term.TensorTerm
                || isTensors(g.value())
                || layer && g.name().isPresent());
  }

  private static boolean isTensors(Term term) {
    return term instanceof TupleTerm(var elements)
        && !elements.isEmpty()
        && elements.getFirst() instanceof Term.TensorTerm;
  }

  static Term call(String name, Span span, List<Given> arguments, Context context) {
    List<Term> values = arguments.stream().map(Given::value).toList();
    if (values.stream().anyMatch(Term::isUnknown)) {
      return UNKNOWN;
    }
    long weight = values.stream().mapToLong(Functions::walked).sum();
    if (!context.charge(weight, span)) {
      return UNKNOWN;
    }
    boolean named = arguments.stream().anyMatch(g -> g.name().isPresent());
    Optional<Term> result = named ? Optional.empty() : apply(name, values, span, context);
    if (result.isEmpty()) {
      context.report(
          ValueProblems.badCall(
              span,
              USAGE.get(name),
              !named && one(values).isPresent() && USAGE.get(name).equals(name + "(x)")
                  ? "`%s` has no value for %s".formatted(name, values.getFirst().show())
                  : "`%s` cannot be called with %s".formatted(name, kinds(values))));
    }
    return result.orElse(UNKNOWN);
  }

  private static String kinds(List<Term> values) {
    return values.isEmpty()
        ? "nothing"
        : String.join(", ", values.stream().map(Term::kind).toList());
  }

  /** What a function takes that visits each element. */
  private static long walked(Term argument) {
    return argument instanceof Sequence s ? Math.min(s.size(), Context.MAX_ELEMENTS) : 1;
  }

  /** Empty if the arguments do not fit the function. */
  private static Optional<Term> apply(String name, List<Term> values, Span span, Context context) {
    return switch (name) {
      case "min", "max" -> extreme(name.equals("max"), values);
      case "abs" -> one(values).flatMap(Functions::abs);
      case "ceil" -> one(values).flatMap(x -> whole(x, Math::ceil));
      case "floor" -> one(values).flatMap(x -> whole(x, Math::floor));
      case "round" -> one(values).flatMap(x -> whole(x, Math::rint));
      case "sqrt" -> one(values).flatMap(x -> real(x, Math::sqrt));
      case "exp" -> one(values).flatMap(x -> real(x, StrictMath::exp));
      case "log" -> one(values).flatMap(x -> real(x, StrictMath::log));
      case "sin" -> one(values).flatMap(x -> real(x, StrictMath::sin));
      case "cos" -> one(values).flatMap(x -> real(x, StrictMath::cos));
      case "sum" -> sum(values, span, context);
      case "len" -> sequence(values).map(s -> new IntTerm(s.size()));
      case "enumerate" ->
          sequence(values)
              .map(s -> tuples(List.of(new Term.RangeTerm(0, s.size()), s), span, context));
      case "zip" -> zip(values, span, context);
      case "round_to" -> roundTo(values);
      default -> Grids.call(name, values, span, context);
    };
  }

  private static Optional<Term> one(List<Term> values) {
    return values.size() == 1 && Arithmetic.isNumber(values.getFirst())
        ? Optional.of(values.getFirst())
        : Optional.empty();
  }

  private static Optional<Sequence> sequence(List<Term> values) {
    return values.size() == 1 && values.getFirst() instanceof Sequence s
        ? Optional.of(s)
        : Optional.empty();
  }

  private static Optional<Term> extreme(boolean max, List<Term> values) {
    List<Term> numbers =
        values.size() == 1 && values.getFirst() instanceof ListTerm(var list) ? list : values;
    if (numbers.isEmpty() || !numbers.stream().allMatch(Arithmetic::isNumber)) {
      return Optional.empty();
    }
    Term best = numbers.getFirst();
    for (Term number : numbers) {
      int order = Double.compare(Arithmetic.toDouble(number), Arithmetic.toDouble(best));
      best = (max ? order > 0 : order < 0) ? number : best;
    }
    return Optional.of(best);
  }

  private static Optional<Term> abs(Term number) {
    if (number instanceof FloatTerm(var value)) {
      return Optional.of(new FloatTerm(Math.abs(value)));
    }
    return number instanceof IntTerm(var value) && value != Long.MIN_VALUE
        ? Optional.of(new IntTerm(Math.abs(value)))
        : Optional.empty();
  }

  private static Optional<Term> whole(Term number, DoubleUnaryOperator rounding) {
    if (number instanceof IntTerm) {
      return Optional.of(number);
    }
    double rounded = rounding.applyAsDouble(Arithmetic.toDouble(number));
    return Math.abs(rounded) < 0x1p62 ? Optional.of(new IntTerm((long) rounded)) : Optional.empty();
  }

  /** Empty where the function has no finite value. */
  private static Optional<Term> real(Term number, DoubleUnaryOperator function) {
    double value = function.applyAsDouble(Arithmetic.toDouble(number));
    return Double.isFinite(value) ? Optional.of(new FloatTerm(value)) : Optional.empty();
  }

  private static Optional<Term> sum(List<Term> values, Span span, Context context) {
    Optional<Sequence> sequence = sequence(values);
    if (sequence.isEmpty() || sequence.get().size() > Context.MAX_ELEMENTS) {
      return Optional.empty();
    }
    long whole = 0;
    double real = 0;
    boolean exact = true;
    for (long i = 0; i < sequence.get().size(); i++) {
      Term element = sequence.get().get(i);
      if (!Arithmetic.isNumber(element)) {
        return Optional.empty();
      }
      exact &= element instanceof IntTerm;
      real += Arithmetic.toDouble(element);
      whole += element instanceof IntTerm(var value) ? value : 0;
    }
    if (exact && Math.abs(real) >= 0x1p62) {
      context.report(ValueProblems.overflow(span, "the sum is about " + real));
      return Optional.of(UNKNOWN);
    }
    return Optional.of(exact ? new IntTerm(whole) : new FloatTerm(real));
  }

  private static Optional<Term> zip(List<Term> values, Span span, Context context) {
    List<Sequence> sequences = new ArrayList<>();
    for (Term value : values) {
      if (!(value instanceof Sequence s)) {
        return Optional.empty();
      }
      sequences.add(s);
    }
    return sequences.isEmpty() ? Optional.empty() : Optional.of(tuples(sequences, span, context));
  }

  /** A list of tuples, as long as the shortest sequence. */
  private static Term tuples(List<Sequence> sequences, Span span, Context context) {
    long size = sequences.stream().mapToLong(Sequence::size).min().orElse(0);
    if (size > Context.MAX_ELEMENTS) {
      context.report(LimitProblems.valueTooLarge(span, "this list", Context.MAX_ELEMENTS));
      return UNKNOWN;
    }
    if (!context.charge(size * sequences.size(), span)) {
      return UNKNOWN;
    }
    List<Term> tuples = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      long at = i;
      tuples.add(new TupleTerm(sequences.stream().map(s -> s.get(at)).toList()));
    }
    return context.keep(new ListTerm(tuples), span);
  }

  /**
   * MobileNet's make_divisible: the multiple of {@code divisor} nearest to x, at least the divisor,
   * and never below nine tenths of x.
   */
  private static Optional<Term> roundTo(List<Term> values) {
    if (values.size() != 2
        || !Arithmetic.isNumber(values.getFirst())
        || !(values.get(1) instanceof IntTerm(var divisor))
        || divisor < 1) {
      return Optional.empty();
    }
    double x = Arithmetic.toDouble(values.getFirst());
    if (!(Math.abs(x) + divisor < 0x1p52)) {
      return Optional.empty();
    }
    long rounded = Math.max(divisor, Math.floorDiv((long) (x + divisor / 2.0), divisor) * divisor);
    return Optional.of(new IntTerm(rounded < 0.9 * x ? rounded + divisor : rounded));
  }
}
