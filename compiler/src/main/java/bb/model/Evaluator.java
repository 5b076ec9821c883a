package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.diagnostics.Diagnostic;
import bb.model.Term.BoolTerm;
import bb.model.Term.FloatTerm;
import bb.model.Term.Given;
import bb.model.Term.IndexedTensors;
import bb.model.Term.IntTerm;
import bb.model.Term.LabelTerm;
import bb.model.Term.LayerTerm;
import bb.model.Term.ListTerm;
import bb.model.Term.RangeTerm;
import bb.model.Term.Sequence;
import bb.model.Term.StringTerm;
import bb.model.Term.TensorTerm;
import bb.model.Term.TupleTerm;
import bb.ops.Operators;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Computes expressions. What it cannot compute is reported and becomes {@link Term#UNKNOWN}. It
 * never reports a name that does not exist anywhere: {@link Resolver} has done that.
 */
final class Evaluator {
  private final Context context;
  private final Assembly assembly;
  private final Constants constants;
  private final Map<Ast.Declaration, Term> known = new IdentityHashMap<>();

  /** Values of files that are being computed, the outermost first. */
  private final SequencedSet<Ast.Declaration> open = new LinkedHashSet<>();

  Evaluator(Context context, Assembly assembly) {
    this.context = context;
    this.assembly = assembly;
    this.constants = new Constants(context, this, assembly);
  }

  /** What makes constant tensors. */
  Constants constants() {
    return constants;
  }

  /** Where an expression stands: what its names mean. */
  record Place(Environment names, Module module, Term flow) {
    Place with(Term newFlow) {
      return new Place(names, module, newFlow);
    }

    Place nested(Environment.Kind kind) {
      return new Place(names.nested(kind), module, flow);
    }
  }

  Term evaluate(Ast.Expr expr, Place place) {
    if (!context.step(expr.span())) {
      return UNKNOWN;
    }
    return switch (expr) {
      case Ast.IntLiteral(var value, _) -> new IntTerm(value);
      case Ast.FloatLiteral(var value, _) -> new FloatTerm(value);
      case Ast.BoolLiteral(var value, _) -> new BoolTerm(value);
      case Ast.Template template -> template(template, place);
      case Ast.Reference(var name, var span) -> whole(reference(name, place), span);
      case Ast.Member member -> member(member, place);
      case Ast.Index index -> index(index, place);
      case Ast.Call call -> call(call, place);
      case Ast.Unary unary -> Arithmetic.unary(unary, evaluate(unary.operand(), place), context);
      case Ast.Binary binary -> binary(binary, place);
      case Ast.Conditional conditional -> conditional(conditional, place);
      case Ast.ListExpr(var elements, var span) -> list(elements, span, place);
      case Ast.TupleExpr(var elements, var span) ->
          context.keep(new TupleTerm(all(elements, place)), span);
      case Ast.Range range -> range(range, place);
      case Ast.Missing _ -> UNKNOWN;
    };
  }

  // ---- typed results

  /** A whole number, or empty after reporting that it is none. */
  Optional<Long> integer(Ast.Expr expr, String what, Place place) {
    return integer(evaluate(expr, place), expr.span(), what);
  }

  Optional<Long> integer(Term term, Span span, String what) {
    if (term instanceof IntTerm(var value)) {
      return Optional.of(value);
    }
    if (term instanceof FloatTerm(var value)) {
      context.report(ValueProblems.notWhole(span, what, value));
    } else if (!term.isUnknown()) {
      context.report(ValueProblems.wrongType(span, what, "a whole number", term));
    }
    return Optional.empty();
  }

  Optional<Boolean> condition(Ast.Expr expr, Place place) {
    Term term = evaluate(expr, place);
    if (term instanceof BoolTerm(var value)) {
      return Optional.of(value);
    }
    if (!term.isUnknown()) {
      context.report(ValueProblems.wrongType(expr.span(), "a condition", "a truth value", term));
    }
    return Optional.empty();
  }

  /** The dimensions of a shape, or empty after reporting what is wrong with them. */
  Optional<List<Long>> dims(List<Ast.Expr> exprs, Place place) {
    List<Long> dims = new ArrayList<>();
    boolean good = true;
    for (Ast.Expr expr : exprs) {
      Optional<Long> dim = integer(expr, "a dimension", place);
      if (dim.isPresent() && dim.get() <= 0) {
        context.report(
            ValueProblems.outOfRange(
                expr.span(), "a dimension", "at least 1", new IntTerm(dim.get())));
        good = false;
      }
      good &= dim.isPresent();
      dims.add(dim.orElse(1L));
    }
    return good ? Optional.of(dims) : Optional.empty();
  }

  // ---- the kinds of expression

  private Term template(Ast.Template template, Place place) {
    return text(template, place).<Term>map(StringTerm::new).orElse(UNKNOWN);
  }

  /** The text of a string or a label. */
  Optional<String> text(Ast.Template template, Place place) {
    StringBuilder text = new StringBuilder();
    for (Ast.TemplatePart part : template.parts()) {
      switch (part) {
        case Ast.TextPart(var literal) -> text.append(literal);
        case Ast.ExprPart(var expr) -> {
          Term term = evaluate(expr, place);
          if (term.isUnknown()) {
            return Optional.empty();
          }
          text.append(term instanceof StringTerm(var s) ? s : term.show());
        }
      }
      if (text.length() > Context.MAX_ELEMENTS) {
        context.report(
            LimitProblems.valueTooLarge(template.span(), "this string", Context.MAX_ELEMENTS));
        return Optional.empty();
      }
    }
    return context.charge(text.length() / Term.CHARACTERS, template.span())
        ? Optional.of(text.toString())
        : Optional.empty();
  }

  private Term reference(Ast.Name name, Place place) {
    String text = name.text();
    if (text.equals("it")) {
      return place.flow();
    }
    Optional<Term> bound = place.names().find(text);
    if (bound.isPresent()) {
      return bound.get();
    }
    return global(name, place);
  }

  private Term global(Ast.Name name, Place place) {
    Optional<Module.Declared> declared = place.module().find(name.text());
    if (declared.isPresent()) {
      Module home = declared.get().module();
      return switch (declared.get().declaration()) {
        case Ast.Block block -> layer(new Target.UserBlock(block, home), name.span());
        case Ast.Let let -> fileLevel(let, home, file -> evaluate(let.value(), file));
        case Ast.Const constant ->
            fileLevel(constant, home, file -> constants.of(constant, file, ""));
        case Ast.Network _, Ast.Variant _ -> {
          context.report(NameProblems.networkAsLayer(name.span(), name.text()));
          yield UNKNOWN;
        }
      };
    }
    if (Functions.VALUES.containsKey(name.text())) {
      return Functions.VALUES.get(name.text());
    }
    if (name.text().equals(Target.Split.NAME)) {
      return layer(new Target.Split(), name.span());
    }
    return Operators.find(name.text())
        .<Term>map(spec -> layer(new Target.Primitive(spec), name.span()))
        .orElseGet(() -> {
          if (!context.isUnresolved(name)) {
            context.report(NameProblems.noValueHere(name.span(), name.text()));
          }
          return UNKNOWN;
        });
  }

  /** A value of a file sees the file's names only, so it is computed once. */
  private Term fileLevel(Ast.Declaration declaration, Module home, Function<Place, Term> value) {
    Term before = known.get(declaration);
    if (before != null) {
      return before;
    }
    String name = declaration.name().text();
    String keyword = declaration instanceof Ast.Let ? "let" : "const";
    if (!open.add(declaration)) {
      Stream<Ast.Declaration> circle = open.stream().dropWhile(d -> d != declaration);
      context.report(
          LimitProblems.ofItself(
              declaration.name().span(), circle.map(d -> d.name().text()).toList()));
      return UNKNOWN;
    }
    if (!context.enter(() -> "`" + keyword + " " + name + "`", name, declaration.name().span())) {
      context.leave();
      open.remove(declaration);
      return UNKNOWN;
    }
    Term term = value.apply(new Place(Environment.block(), home, UNKNOWN));
    context.leave();
    open.remove(declaration);
    known.put(declaration, term);
    return term;
  }

  private static LayerTerm layer(Target target, Span span) {
    return new LayerTerm(target, List.of(), span, Optional.empty());
  }

  private Term member(Ast.Member member, Place place) {
    Term target =
        labelled(member.target(), place).orElseGet(() -> evaluate(member.target(), place));
    String name = member.name().text();
    if (target instanceof TensorTerm(var value) && name.equals("shape")) {
      return Term.shape(value.type().shape());
    }
    if (target instanceof LayerTerm layer && layer.shared().isPresent()) {
      target = new LabelTerm(layer.shared().get());
    }
    if (target instanceof LabelTerm(var path)) {
      Optional<Term> below = below(Scope.join(path, name));
      if (below.isPresent()) {
        return below.get();
      }
    }
    if (!target.isUnknown()) {
      context.report(unknownMember(member.name(), target));
    }
    return UNKNOWN;
  }

  /** The parameter of that full name, or the step, if it has parameters. */
  private Optional<Term> below(String path) {
    return assembly
        .parameter(path)
        .or(() ->
            assembly.hasParametersBelow(path)
                ? Optional.of(new LabelTerm(path))
                : Optional.empty());
  }

  private Diagnostic unknownMember(Ast.Name name, Term target) {
    List<String> known =
        target instanceof LabelTerm(var path)
            ? assembly.parametersBelow(path)
            : target instanceof TensorTerm ? List.of("shape") : List.of();
    String of = target instanceof LabelTerm(var path) ? "`" + path + "`" : target.kind();
    return NameProblems.unknownMember(name.span(), name.text(), of, known);
  }

  /** A label means its step only before a dot: elsewhere {@code conv} is the layer. */
  private static Optional<Term> labelled(Ast.Expr target, Place place) {
    return target instanceof Ast.Reference(var name, _) && place.names().find(name.text()).isEmpty()
        ? place.names().label(name.text()).<Term>map(LabelTerm::new)
        : Optional.empty();
  }

  /** A table of tensors without an index is all of them, in the order of their indices. */
  private Term whole(Term term, Span span) {
    return term instanceof IndexedTensors(var elements)
        ? context.keep(new TupleTerm(List.copyOf(elements.values())), span)
        : term;
  }

  private Term index(Ast.Index index, Place place) {
    Term target =
        index.target() instanceof Ast.Reference(var name, _)
            ? reference(name, place)
            : evaluate(index.target(), place);
    Optional<Long> at = integer(index.index(), "an index", place);
    if (at.isEmpty()) {
      return UNKNOWN;
    }
    Span span = index.index().span();
    if (target instanceof Sequence sequence) {
      return element(sequence, at.get(), span);
    }
    if (target instanceof IndexedTensors(var elements)) {
      return element(elements, at.get(), span);
    }
    if (!target.isUnknown()) {
      context.report(
          ValueProblems.wrongType(
              index.target().span(), "what is indexed", "a list or a tuple", target));
    }
    return UNKNOWN;
  }

  /** A negative index counts from the end. */
  private Term element(Sequence sequence, long at, Span span) {
    long size = sequence.size();
    long position = at < 0 ? at + size : at;
    if (position < 0 || position >= size) {
      context.report(ValueProblems.badIndex(span, at, sequence.kind(), size));
      return UNKNOWN;
    }
    return sequence.get(position);
  }

  private Term element(Map<Long, Term> elements, long at, Span span) {
    if (!elements.containsKey(at)) {
      String range = "one that was set (" + elements.keySet() + ")";
      context.report(ValueProblems.outOfRange(span, "the index", range, new IntTerm(at)));
      return UNKNOWN;
    }
    return elements.get(at);
  }

  private Term call(Ast.Call call, Place place) {
    if (context.isUnresolved(call.callee())) {
      return UNKNOWN;
    }
    String name = call.callee().text();
    List<Given> given = arguments(call.arguments(), place);
    boolean local = place.names().find(name).isPresent() || place.module().find(name).isPresent();
    if (!local && Functions.NAMES.contains(name) && Functions.accepts(name, given)) {
      return Functions.call(name, call.span(), given, context);
    }
    Term callee = reference(call.callee(), place);
    if (callee instanceof LayerTerm layer) {
      List<Given> joined = new ArrayList<>(layer.arguments());
      joined.addAll(given);
      return context.keep(
          new LayerTerm(layer.target(), joined, call.span(), layer.shared()), call.span());
    }
    if (!callee.isUnknown()) {
      context.report(NameProblems.notALayer(call.callee().span(), name, callee.kind()));
    }
    return UNKNOWN;
  }

  List<Given> arguments(List<Ast.Argument> arguments, Place place) {
    List<Given> given = new ArrayList<>();
    for (Ast.Argument argument : arguments) {
      Optional<String> name = argument.name().map(Ast.Name::text);
      Span nameSpan = argument.name().map(Ast.Name::span).orElse(argument.span());
      given.add(new Given(name, nameSpan, word(argument, place), argument.value().span()));
    }
    return given;
  }

  /** An argument's value; a bare word that means nothing else is itself: {@code padding: same}. */
  private Term word(Ast.Argument argument, Place place) {
    if (argument.name().isPresent()
        && argument.value() instanceof Ast.Reference(var name, _)
        && BareWords.contains(argument.name().get().text(), name.text())
        && place.names().find(name.text()).isEmpty()
        && place.module().find(name.text()).isEmpty()) {
      return new StringTerm(name.text());
    }
    return evaluate(argument.value(), place);
  }

  private Term binary(Ast.Binary binary, Place place) {
    Ast.BinaryOp op = binary.op();
    if (op == Ast.BinaryOp.AND || op == Ast.BinaryOp.OR) {
      Optional<Boolean> left = condition(binary.left(), place);
      if (left.isEmpty() || left.get() == (op == Ast.BinaryOp.OR)) {
        return left.<Term>map(BoolTerm::new).orElse(UNKNOWN);
      }
      return condition(binary.right(), place).<Term>map(BoolTerm::new).orElse(UNKNOWN);
    }
    Term left = evaluate(binary.left(), place);
    Term right = evaluate(binary.right(), place);
    return Arithmetic.binary(binary, left, right, context);
  }

  private Term conditional(Ast.Conditional conditional, Place place) {
    return condition(conditional.condition(), place)
        .map(c -> evaluate(c ? conditional.then() : conditional.otherwise(), place))
        .orElse(UNKNOWN);
  }

  private Term list(List<Ast.Expr> elements, Span span, Place place) {
    return context.keep(new ListTerm(all(elements, place)), span);
  }

  private Term range(Ast.Range range, Place place) {
    Optional<Long> from = integer(range.from(), "the start of a range", place);
    Optional<Long> to = integer(range.to(), "the end of a range", place);
    if (from.isEmpty() || to.isEmpty()) {
      return UNKNOWN;
    }
    if (to.get() > from.get() && to.get() - from.get() < 0) {
      context.report(ValueProblems.overflow(range.span(), from.get() + ".." + to.get()));
      return UNKNOWN;
    }
    return new RangeTerm(from.get(), to.get());
  }

  private List<Term> all(List<Ast.Expr> exprs, Place place) {
    return exprs.stream().map(e -> evaluate(e, place)).toList();
  }
}
