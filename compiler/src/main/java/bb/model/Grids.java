package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.model.Term.FloatTerm;
import bb.model.Term.IntTerm;
import bb.model.Term.ListTerm;
import bb.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** The functions that make lists of numbers, for tables and constants. */
final class Grids {
  /** Each function and how it is called. */
  static final Map<String, String> USAGE = usage();

  private Grids() {}

  private static Map<String, String> usage() {
    Map<String, String> usage = new LinkedHashMap<>();
    usage.put("arange", "arange(end) or arange(start, end, step)");
    usage.put("linspace", "linspace(start, end, count)");
    usage.put("eye", "eye(rows) or eye(rows, columns)");
    usage.put("zeros", "zeros(size, …)");
    usage.put("ones", "ones(size, …)");
    usage.put("full", "full([size, …], value)");
    return usage;
  }

  /** Empty if the arguments do not fit the function. */
  static Optional<Term> call(String name, List<Term> values, Span span, Context context) {
    return switch (name) {
      case "arange" -> arange(values, span, context);
      case "linspace" -> linspace(values, span, context);
      case "eye" -> eye(values, span, context);
      case "zeros" -> sizes(values).map(dims -> full(dims, new IntTerm(0), span, context));
      case "ones" -> sizes(values).map(dims -> full(dims, new IntTerm(1), span, context));
      case "full" ->
          values.size() == 2 && values.getFirst() instanceof ListTerm(var dims)
              ? sizes(dims).map(sizes -> full(sizes, values.get(1), span, context))
              : Optional.empty();
      default -> throw new AssertionError(name);
    };
  }

  private static Optional<Term> arange(List<Term> values, Span span, Context context) {
    boolean numbers = values.stream().allMatch(Arithmetic::isNumber);
    if (!numbers || values.isEmpty() || values.size() > 3) {
      return Optional.empty();
    }
    Term first = values.size() == 1 ? new IntTerm(0) : values.getFirst();
    Term end = values.size() == 1 ? values.getFirst() : values.get(1);
    Term step = values.size() == 3 ? values.get(2) : new IntTerm(1);
    double by = Arithmetic.toDouble(step);
    double size = Math.ceil((Arithmetic.toDouble(end) - Arithmetic.toDouble(first)) / by);
    if (by == 0 || Double.isNaN(size)) {
      return Optional.empty();
    }
    boolean whole = first instanceof IntTerm && step instanceof IntTerm && Math.abs(size) < 0x1p40;
    return Optional.of(
        whole
            ? list(size, i -> new IntTerm(whole(first) + i * whole(step)), span, context)
            : list(size, i -> new FloatTerm(Arithmetic.toDouble(first) + i * by), span, context));
  }

  private static long whole(Term term) {
    return term instanceof IntTerm(var value) ? value : 0;
  }

  private static Optional<Term> linspace(List<Term> values, Span span, Context context) {
    if (values.size() != 3
        || !values.stream().allMatch(Arithmetic::isNumber)
        || !(values.get(2) instanceof IntTerm(var count))
        || count < 1) {
      return Optional.empty();
    }
    double start = Arithmetic.toDouble(values.get(0));
    double end = Arithmetic.toDouble(values.get(1));
    double step = count == 1 ? 0 : (end - start) / (count - 1);
    return Optional.of(
        list(
            count,
            i -> new FloatTerm(2 * i < count ? start + i * step : end - (count - 1 - i) * step),
            span,
            context));
  }

  private static Optional<Term> eye(List<Term> values, Span span, Context context) {
    Optional<List<Long>> dims = values.size() > 2 ? Optional.empty() : sizes(values);
    if (dims.isEmpty()) {
      return Optional.empty();
    }
    long columns = dims.get().getLast();
    return Optional.of(
        list(
            dims.get().getFirst(),
            row -> list(columns, i -> new IntTerm(i == row ? 1 : 0), span, context),
            span,
            context));
  }

  private static Optional<List<Long>> sizes(List<Term> values) {
    boolean fit =
        !values.isEmpty()
            && values.stream().allMatch(v -> v instanceof IntTerm(var size) && size >= 1);
    return fit ? Optional.of(values.stream().map(Grids::whole).toList()) : Optional.empty();
  }

  /** The rows are one value, however many there are. */
  private static Term full(List<Long> dims, Term value, Span span, Context context) {
    Term part = value;
    for (long size : dims.reversed()) {
      Term row = part;
      part = list(size, _ -> row, span, context);
    }
    return part;
  }

  private static Term list(double size, LongFunction<Term> element, Span span, Context context) {
    if (size > Context.MAX_ELEMENTS) {
      context.report(LimitProblems.valueTooLarge(span, "this list", Context.MAX_ELEMENTS));
      return UNKNOWN;
    }
    if (!context.charge((long) Math.max(0, size), span)) {
      return UNKNOWN;
    }
    List<Term> elements = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      elements.add(element.apply(i));
    }
    return context.keep(new ListTerm(Collections.unmodifiableList(elements)), span);
  }
}
