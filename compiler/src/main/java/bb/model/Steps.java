package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.model.Term.Given;
import bb.model.Term.IntTerm;
import bb.model.Term.LayerTerm;
import bb.model.Term.RangeTerm;
import bb.model.Term.Sequence;
import bb.model.Term.TensorTerm;
import bb.model.Term.TupleTerm;
import bb.source.Hidden;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Elaborates the steps of pipelines: layers, repeats, joins, groups, gates and conditions. */
final class Steps {
  private final Context context;
  private final Assembly assembly;
  private final Evaluator evaluator;
  private final Layers layers;
  private final Bodies bodies;
  private final Operands operands;

  Steps(Context context, Assembly assembly, Evaluator evaluator, Layers layers, Bodies bodies) {
    this.context = context;
    this.assembly = assembly;
    this.evaluator = evaluator;
    this.layers = layers;
    this.bodies = bodies;
    this.operands = new Operands(context);
  }

  Term step(Ast.Action action, Optional<Ast.Label> label, Term flow, Site site) {
    if (action instanceof Ast.Apply(var callee, var span)) {
      return applyValue(evaluator.evaluate(callee, site.place(flow)), span, label, flow, site);
    }
    return label
        .map(l -> within(l, flow, site, inner -> combined(action, flow, inner)))
        .orElseGet(() -> combined(action, flow, site));
  }

  private Term combined(Ast.Action action, Term flow, Site site) {
    return switch (action) {
      case Ast.Sequence(var body, _) -> bodies.body(body, flow, site.nested(Environment.Kind.BODY));
      case Ast.Repeat repeat -> repeat(repeat, flow, site);
      case Ast.Join join -> join(join, flow, site);
      case Ast.Group group -> group(group, flow, site);
      case Ast.Scale scale -> scale(scale, flow, site);
      case Ast.If condition -> conditional(condition, flow, site);
      case Ast.Apply _ -> throw new AssertionError(action);
    };
  }

  // ---- names

  /** Elaborates what a label stands before, in the scope that it opens. */
  Term within(Ast.Label label, Term flow, Site site, Function<Site, Term> steps) {
    return named(
        Optional.of(label),
        label.span(),
        flow,
        site,
        path -> steps.apply(site.in(new Scope(path))));
  }

  /** Elaborates the next step at its path, which is by its label if it has one. */
  private Term named(
      Optional<Ast.Label> label, Span span, Term flow, Site site, Function<String, Term> step) {
    Optional<String> text = label.flatMap(l -> text(l, flow, site));
    Scope.Name name = site.scope().step(text, label.map(Ast.Label::span).orElse(span));
    context.name(name.path(), name.span());
    text.ifPresent(t -> site.names().bindLabel(t, name.path()));
    int before = assembly.learnings();
    Term result = step.apply(name.path());
    if (assembly.learnings() > before) {
      claim(name);
    }
    return result;
  }

  /** What a label says, if it can be a name. */
  Optional<String> text(Ast.Label label, Term flow, Site site) {
    Optional<String> text = evaluator.text(label.text(), site.place(flow));
    if (text.isPresent() && !isName(text.get())) {
      context.report(StructureProblems.badLabel(label.span(), text.get()));
      return Optional.empty();
    }
    return text;
  }

  private static boolean isName(String label) {
    return List.of(label.split("\\.", -1)).stream().noneMatch(String::isEmpty)
        && Hidden.inName(label).isEmpty();
  }

  /** Keeps a name below which there are parameters; reports one that an earlier step has. */
  private void claim(Scope.Name name) {
    name.claim()
        .ifPresent(t -> context.report(NameProblems.stepTwice(name.span(), name.path(), t)));
  }

  /**
   * Takes a name without an index, for parameters of its own. A dotted one is that of a tensor
   * further down, among those of other steps perhaps.
   */
  String own(String name, Span span, Site site) {
    Scope.Name taken = site.scope().take(name, span);
    if (name.contains(".")) {
      assembly.furtherDown(taken.path());
    } else {
      claim(taken);
    }
    context.name(taken.path(), span);
    return taken.path();
  }

  // ---- layers

  /** Applies what the callee of a step turned out to be. */
  Term applyValue(Term value, Span span, Optional<Ast.Label> label, Term flow, Site site) {
    if (value instanceof LayerTerm layer) {
      return apply(layer, span, label, flow, site);
    }
    if (value.isUnknown()) {
      return named(label, span, flow, site, _ -> UNKNOWN);
    }
    if (Layers.isInput(value)) {
      context.report(StructureProblems.tensorInMiddle(span));
    } else {
      context.report(NameProblems.notALayer(span, span.text(), value.kind()));
    }
    return UNKNOWN;
  }

  /** A label of an inline block, or of a call with layers among its tensors, opens a scope. */
  private Term apply(LayerTerm layer, Span span, Optional<Ast.Label> label, Term flow, Site site) {
    boolean inline =
        layer.target() instanceof Target.UserBlock block
            && block.block().inline()
            && layer.shared().isEmpty();
    if (!context.step(span)) {
      return UNKNOWN;
    }
    if (label.isPresent() && (inline || operands.areIn(layer))) {
      return within(label.get(), flow, site, in -> apply(layer, span, Optional.empty(), flow, in));
    }
    LayerTerm given =
        operands.applied(layer, (inner, at) -> apply(inner, at, Optional.empty(), flow, site));
    if (context.stopped()) {
      return UNKNOWN;
    }
    return inline
        ? applied(given, span, site.scope(), flow, site)
        : named(label, span, flow, site, path -> applied(given, span, new Scope(path), flow, site));
  }

  private Term applied(LayerTerm layer, Span span, Scope own, Term flow, Site site) {
    Scope scope = layer.shared().map(Scope::new).orElse(own);
    boolean shared = site.shared() || layer.shared().isPresent();
    List<Given> arguments = layer.arguments();
    return switch (layer.target()) {
      case Target.Primitive(var spec) ->
          layers.apply(new Layers.Application(spec, arguments, scope.path(), shared, span), flow);
      case Target.UserBlock block -> {
        LayerTerm here = new LayerTerm(layer.target(), arguments, span, layer.shared());
        yield bodies.call(here, block, flow, scope, shared);
      }
      case Target.Split _ -> layers.split(layer, flow, scope.path(), span);
    };
  }

  // ---- combinators

  private Term repeat(Ast.Repeat repeat, Term flow, Site site) {
    Term range = evaluator.evaluate(repeat.range(), site.place(flow));
    Optional<Sequence> items = items(repeat, range);
    if (items.isEmpty()) {
      return UNKNOWN;
    }
    if (items.get().size() > Context.MAX_STEPS) {
      context.stop(
          LimitProblems.tooManySteps(repeat.range().span(), Optional.empty(), Context.MAX_STEPS));
      return UNKNOWN;
    }
    Term current = flow;
    List<Term> collected = new ArrayList<>(List.of(flow));
    for (long i = 0; i < items.get().size(); i++) {
      if (!context.step(repeat.span())) {
        return UNKNOWN;
      }
      Site inner = site.nested(Environment.Kind.ITERATION);
      Term item = items.get().get(i);
      if (repeat.pattern().isPresent()
          && !bind(repeat.pattern().get(), item, written(repeat, i), inner.names())) {
        return UNKNOWN;
      }
      long iteration = i;
      context.push(() -> frame(repeat, item, iteration));
      current = bodies.body(repeat.body(), current, inner);
      context.pop();
      if (repeat.collect()) {
        collected.add(current);
      }
    }
    return repeat.collect() ? context.keep(new TupleTerm(collected), repeat.span()) : current;
  }

  private Optional<Sequence> items(Ast.Repeat repeat, Term range) {
    Span span = repeat.range().span();
    if (range instanceof Sequence sequence) {
      return Optional.of(sequence);
    }
    if (range instanceof IntTerm(var count)) {
      if (count >= 0) {
        return Optional.of(new RangeTerm(0, count));
      }
      context.report(ValueProblems.outOfRange(span, "a repeat count", "at least 0", range));
    } else if (!range.isUnknown()) {
      String expected = "a whole number, a range or a list";
      context.report(ValueProblems.wrongType(span, "what a repeat runs over", expected, range));
    }
    return Optional.empty();
  }

  private static String frame(Ast.Repeat repeat, Term item, long iteration) {
    String what =
        repeat
            .pattern()
            .map(p -> "`%s` = %s".formatted(p.span().text(), item.show()))
            .orElse("iteration " + iteration);
    return "the repeat at %s, %s".formatted(repeat.span().place(), what);
  }

  /** Where the item stands, if the list is written in the repeat. */
  private static Optional<Span> written(Ast.Repeat repeat, long item) {
    return repeat.range() instanceof Ast.ListExpr(var elements, _)
        ? Optional.of(elements.get((int) item).span())
        : Optional.empty();
  }

  /** Binds the names of a pattern; false after reporting that the item does not fit. */
  private boolean bind(Ast.Pattern pattern, Term item, Optional<Span> written, Environment names) {
    return switch (pattern) {
      case Ast.NamePattern(var name, _) -> {
        names.bind(name.text(), item);
        yield true;
      }
      case Ast.TuplePattern(var elements, var span) -> {
        if (item instanceof Term.Unknown) {
          yield elements.stream().allMatch(e -> bind(e, UNKNOWN, Optional.empty(), names));
        }
        if (!(item instanceof Sequence values) || values.size() != elements.size()) {
          String size = item instanceof Sequence s ? String.valueOf(s.size()) : "one";
          Diagnostic problem = ValueProblems.unpack(span, elements.size(), item, size);
          context.report(written.map(w -> problem.with(new Label(w, "this item"))).orElse(problem));
          yield false;
        }
        boolean good = true;
        for (int i = 0; i < elements.size(); i++) {
          good &= bind(elements.get(i), values.get(i), Optional.empty(), names);
        }
        yield good;
      }
    };
  }

  private Term join(Ast.Join join, Term flow, Site site) {
    List<Term> results = new ArrayList<>();
    long branches = join.branches().size();
    boolean spread = flow instanceof TupleTerm(var tensors) && !tensors.isEmpty();
    if (spread && ((TupleTerm) flow).size() != branches) {
      if (join.branches().stream().anyMatch(b -> Follows.flow(b.pipeline(), site.names()))) {
        context.report(
            StructureProblems.branchCount(join.span(), branches, ((TupleTerm) flow).size()));
        return UNKNOWN;
      }
      spread = false;
    }
    boolean unknown = false;
    for (int i = 0; i < branches; i++) {
      Ast.Branch branch = join.branches().get(i);
      Term in = spread ? ((TupleTerm) flow).get(i) : flow;
      Site inner = site.nested(Environment.Kind.BODY);
      if (branch.condition().isPresent()) {
        Optional<Boolean> taken = evaluator.condition(branch.condition().get(), inner.place(in));
        unknown |= taken.isEmpty();
        if (!taken.orElse(false)) {
          continue;
        }
      }
      results.add(bodies.pipeline(branch.pipeline(), in, inner));
    }
    List<Given> arguments = evaluator.arguments(join.arguments(), site.place(flow));
    if (unknown) {
      return UNKNOWN;
    }
    if (results.isEmpty()) {
      context.report(StructureProblems.noBranchLeft(join.span()));
      return UNKNOWN;
    }
    if (join.kind() == Ast.JoinKind.PARALLEL) {
      arguments.stream()
          .findFirst()
          .ifPresent(a -> context.report(NameProblems.tooManyArguments(a.span(), "parallel", 0)));
      return context.keep(new TupleTerm(results), join.span());
    }
    if (results.size() == 1) {
      return results.getFirst();
    }
    String layer = join.kind().toString();
    return layers.join(
        layer, arguments, new TupleTerm(results), site.scope().auxiliary(layer), join.span());
  }

  private Term group(Ast.Group group, Term flow, Site site) {
    Optional<Long> count =
        evaluator.integer(group.groups(), "the number of groups", site.place(flow));
    if (count.isEmpty()) {
      return UNKNOWN;
    }
    if (count.get() < 1) {
      context.report(
          ValueProblems.outOfRange(
              group.groups().span(), "the number of groups", "at least 1", Term.of(count.get())));
      return UNKNOWN;
    }
    Term parts =
        layers.slices(
            flow,
            Optional.empty(),
            new Layers.Parts.Count(count.get()),
            site.scope().auxiliary("split"),
            group.span(),
            "`group`");
    if (parts.isUnknown()) {
      return UNKNOWN;
    }
    List<Term> results = new ArrayList<>();
    for (Term part : Signatures.tensors(parts)) {
      results.add(
          named(
              Optional.empty(),
              group.span(),
              part,
              site,
              path -> {
                Site inner = site.in(new Scope(path)).nested(Environment.Kind.ITERATION);
                return bodies.body(group.body(), part, inner);
              }));
    }
    if (results.size() == 1) {
      return results.getFirst();
    }
    long axis = results.getFirst() instanceof TensorTerm(var v) ? v.type().channelAxis() : 0;
    Span span = group.span();
    List<Given> arguments = List.of(new Given(Optional.of("axis"), span, Term.of(axis), span));
    return layers.join(
        "concat", arguments, new TupleTerm(results), site.scope().auxiliary("concat"), span);
  }

  private Term scale(Ast.Scale scale, Term flow, Site site) {
    Term gate = bodies.body(scale.gate(), flow, site.nested(Environment.Kind.BODY));
    return layers.join(
        "mul",
        List.of(),
        new TupleTerm(List.of(flow, gate)),
        site.scope().auxiliary("mul"),
        scale.span());
  }

  private Term conditional(Ast.If condition, Term flow, Site site) {
    Optional<Boolean> taken = evaluator.condition(condition.condition(), site.place(flow));
    if (taken.isEmpty()) {
      return UNKNOWN;
    }
    Site inner = site.nested(Environment.Kind.BODY);
    if (taken.get()) {
      return bodies.body(condition.then(), flow, inner);
    }
    return condition.otherwise().map(body -> bodies.body(body, flow, inner)).orElse(flow);
  }
}
