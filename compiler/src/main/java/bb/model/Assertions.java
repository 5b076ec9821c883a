package bb.model;

import bb.graph.PeakMemory;
import bb.model.Term.FloatTerm;
import bb.model.Term.IntTerm;
import bb.model.Term.StringTerm;
import bb.model.Term.TensorTerm;
import bb.source.Span;
import bb.syntax.Ast;
import bb.types.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks conditions that the source states, about shapes, values, and what layers cost. */
final class Assertions {
  private final Context context;
  private final Evaluator evaluator;
  private final Assembly assembly;
  private final PeakMemory memory;

  Assertions(Context context, Evaluator evaluator, Assembly assembly, PeakMemory memory) {
    this.context = context;
    this.evaluator = evaluator;
    this.assembly = assembly;
    this.memory = memory;
  }

  void check(Ast.Assert assertion, Term flow, Site site) {
    Set<Measure> named = Measure.in(assertion.condition());
    Set<Measure> all = EnumSet.noneOf(Measure.class);
    all.addAll(named);
    assertion.reason().ifPresent(reason -> all.addAll(Measure.in(reason)));
    Site inner = site.nested(Environment.Kind.BODY);
    Measure.words().forEach(word -> inner.names().bind(word, Term.UNKNOWN));
    Optional<Costs> costs = Optional.empty();
    if (!flow.isUnknown()) {
      if (!all.isEmpty() && !context.charge(assembly.size(), assertion.span())) {
        return;
      }
      costs = Optional.of(costs(flow, site, assertion.span()));
      for (Measure measure : all) {
        if (measure.ordinal() >= Measure.PEAK_BYTES.ordinal()
            && !context.charge(
                (long) costs.get().part().nodes().size() * Context.LAYER, assertion.span())) {
          return;
        }
        inner.names().bind(measure.word(), costs.get().of(measure));
      }
    }
    Evaluator.Place place = inner.place(flow);
    Optional<Boolean> holds = evaluator.condition(assertion.condition(), place);
    if (holds.isPresent() && !holds.get()) {
      fail(assertion, place, costs, named, site);
    }
  }

  private Costs costs(Term flow, Site site, Span span) {
    List<Value> ends =
        Signatures.tensors(flow).stream()
            .flatMap(t -> t instanceof TensorTerm(var value) ? Stream.of(value) : Stream.of())
            .toList();
    Assembly.Cost begin = site.begin();
    return new Costs(
        assembly.part(begin, ends, span),
        assembly.cost().since(begin),
        begin.tensors(),
        ends,
        memory);
  }

  private void fail(
      Ast.Assert assertion,
      Evaluator.Place place,
      Optional<Costs> costs,
      Set<Measure> named,
      Site site) {
    String reason =
        assertion
            .reason()
            .map(r -> evaluator.evaluate(r, place))
            .map(t -> t instanceof StringTerm(var text) ? text : t.show())
            .orElse("");
    Ast.Expr condition = assertion.condition();
    List<String> facts =
        Stream.concat(
                facts(condition, place).stream(),
                costs.stream().flatMap(c -> named.stream().map(c::reasons)))
            .filter(fact -> !fact.isEmpty())
            .toList();
    context.report(
        LimitProblems.assertion(
            assertion, reason, String.join("\n", facts), limit(condition, site)));
  }

  /** The two sides of a failed comparison, with their values, and how far they are apart. */
  private List<String> facts(Ast.Expr condition, Evaluator.Place place) {
    if (!(condition instanceof Ast.Binary(var op, _, var left, var right, _))
        || op == Ast.BinaryOp.AND
        || op == Ast.BinaryOp.OR) {
      return List.of();
    }
    List<String> facts =
        Stream.of(left, right)
            .filter(e -> !(e instanceof Ast.IntLiteral) && !(e instanceof Ast.FloatLiteral))
            .map(
                e -> "`%s` is %s".formatted(e.span().text(), grouped(evaluator.evaluate(e, place))))
            .collect(Collectors.toList());
    boolean budget = Measure.in(left).isEmpty() != Measure.in(right).isEmpty();
    if (budget
        && evaluator.evaluate(left, place) instanceof IntTerm(var a)
        && evaluator.evaluate(right, place) instanceof IntTerm(var b)) {
      boolean measured = Measure.in(right).isEmpty();
      facts.add(distance(measured ? a : b, measured ? b : a));
    }
    return facts;
  }

  /** {@code 472 (5.2 %) over the limit of 9,000}. */
  static String distance(long value, long limit) {
    if (value == limit) {
      return "which is the limit itself";
    }
    String percent =
        limit == 0 || value / 10 >= limit
            ? ""
            : String.format(Locale.ROOT, " (%.1f %%)", 100 * Math.abs((double) value / limit - 1));
    return String.format(
        Locale.ROOT,
        "%,d%s %s the limit of %,d",
        Math.abs(value - limit),
        percent,
        value > limit ? "over" : "below",
        limit);
  }

  /** Where a limit is written that the condition names. */
  private static Optional<Span> limit(Ast.Expr condition, Site site) {
    if (!(condition instanceof Ast.Binary(_, _, var left, var right, _))) {
      return Optional.empty();
    }
    return Stream.of(left, right)
        .flatMap(
            e -> e instanceof Ast.Reference(var name, _) ? Stream.of(name.text()) : Stream.of())
        .filter(name -> !Measure.words().contains(name))
        .flatMap(name -> site.module().find(name).stream())
        .map(found -> found.declaration())
        .flatMap(d -> d instanceof Ast.Let(_, var value, _) ? Stream.of(value.span()) : Stream.of())
        .findFirst();
  }

  private static String grouped(Term term) {
    return switch (term) {
      case IntTerm(var value) -> String.format(Locale.ROOT, "%,d", value);
      case FloatTerm(var value) when Double.isInfinite(value) -> "without bound";
      default -> term.show();
    };
  }
}
