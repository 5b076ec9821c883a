package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.graph.Graph;
import bb.graph.PeakMemory;
import bb.model.Term.Given;
import bb.model.Term.LayerTerm;
import bb.model.Term.TensorTerm;
import bb.ops.LearnedTensor;
import bb.source.Span;
import bb.syntax.Ast;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elaborates the statements of bodies: a tensor flows in, another flows out. */
final class Bodies {
  private final Context context;
  private final Evaluator evaluator;
  private final Assembly assembly;
  private final Layers layers;
  private final Signatures signatures;
  private final Steps steps;
  private final Assertions assertions;

  Bodies(Context context, Assembly assembly, PeakMemory memory) {
    this.context = context;
    this.assembly = assembly;
    this.evaluator = new Evaluator(context, assembly);
    this.layers = new Layers(context, evaluator, assembly);
    this.signatures = new Signatures(evaluator, context);
    this.steps = new Steps(context, assembly, evaluator, layers, this);
    this.assertions = new Assertions(context, evaluator, assembly, memory);
  }

  Evaluator evaluator() {
    return evaluator;
  }

  Term body(Ast.Body body, Term flow, Site site) {
    Term current = flow;
    for (Ast.Statement statement : body.statements()) {
      if (!context.step(statement.span())) {
        return UNKNOWN;
      }
      current = statement(statement, current, site);
    }
    return current;
  }

  Term statement(Ast.Statement statement, Term flow, Site site) {
    switch (statement) {
      case Ast.Pipeline pipeline -> {
        return pipeline(pipeline, flow, site);
      }
      case Ast.Let(var name, var value, _) ->
          site.names().bind(name.text(), evaluator.evaluate(value, site.place(flow)));
      case Ast.Const constant ->
          site.names()
              .bind(
                  constant.name().text(),
                  evaluator.constants().of(constant, site.place(flow), site.scope().path()));
      case Ast.Param param -> site.names().bind(param.name().text(), learned(param, flow, site));
      case Ast.Share share -> site.names().bind(share.name().text(), share(share, flow, site));
      case Ast.Assert assertion -> assertions.check(assertion, flow, site);
      case Ast.Checkpoint(_, var span) -> context.report(CheckpointProblems.misplaced(span));
      case Ast.Input(_, _, _, _, var span) ->
          context.report(StructureProblems.misplaced(span, "input"));
      case Ast.Output(_, var span) -> context.report(StructureProblems.misplaced(span, "output"));
    }
    return flow;
  }

  // ---- pipelines

  Term pipeline(Ast.Pipeline pipeline, Term flow, Site site) {
    List<Ast.Step> all = pipeline.steps();
    Term current = flow;
    int start = 0;
    Optional<Term> first = Optional.empty();
    if (all.getFirst().action() instanceof Ast.Apply(var callee, _)) {
      Term value = evaluator.evaluate(callee, site.place(flow));
      first = Optional.of(value);
      if (Layers.isInput(value)) {
        current = value;
        start = 1;
        bind(all.getFirst(), current, site);
      }
    }
    int count = all.size() - start;
    if (!context.charge(all.size(), pipeline.span())) {
      return UNKNOWN;
    }
    if (count == 0) {
      pipeline.label().ifPresent(l -> context.report(StructureProblems.labelledTensor(l.span())));
      return current;
    }
    int from = start;
    Term begin = current;
    Optional<Term> value = first;
    return pipeline.label().isPresent() && count > 1
        ? steps.within(
            pipeline.label().get(),
            current,
            site,
            inner -> steps(all, from, value, Optional.empty(), begin, inner))
        : steps(all, from, first, pipeline.label(), current, site);
  }

  /**
   * The steps of a pipeline from {@code start} on.
   *
   * @param value of the callee of the first step, if it was computed
   * @param label of the step at {@code start}, if it is before the pipeline
   */
  private Term steps(
      List<Ast.Step> all,
      int start,
      Optional<Term> value,
      Optional<Ast.Label> label,
      Term flow,
      Site site) {
    Term current = flow;
    for (int i = start; i < all.size(); i++) {
      Ast.Step step = all.get(i);
      Optional<Ast.Label> own = i == start && label.isPresent() ? label : step.label();
      current =
          i == 0 && value.isPresent()
              ? steps.applyValue(value.get(), step.action().span(), own, current, site)
              : steps.step(step.action(), own, current, site);
      bind(step, current, site);
    }
    return current;
  }

  private void bind(Ast.Step step, Term flow, Site site) {
    if (step.binding().isEmpty()) {
      return;
    }
    Ast.Binding binding = step.binding().get();
    List<Ast.Name> names = binding.names();
    if (names.size() > 1) {
      bindEach(binding, flow, site);
      return;
    }
    String name = names.getFirst().text();
    if (binding.index().isEmpty()) {
      bind(name, binding.span(), flow, site);
      return;
    }
    evaluator
        .integer(binding.index().get(), "an index", site.place(flow))
        .filter(index -> !site.names().bindTensor(name, index, binding.span(), flow))
        .ifPresent(index ->
            context.report(
                NameProblems.indexTwice(
                    binding.span(), name, index, site.names().place(name, index))));
  }

  private void bind(String name, Span span, Term flow, Site site) {
    if (!name.equals("_") && !site.names().bindTensor(name, span, flow)) {
      context.report(NameProblems.boundTwice(span, name, site.names().place(name)));
    }
  }

  /** Binds each of several tensors; to what is unknown if there are not as many as names. */
  private void bindEach(Ast.Binding binding, Term flow, Site site) {
    List<Ast.Name> names = binding.names();
    List<Term> tensors = Signatures.tensors(flow);
    boolean fits = tensors.size() == names.size();
    if (!fits && !flow.isUnknown()) {
      context.report(ValueProblems.tensorCount(binding.span(), names.size(), tensors.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      Ast.Name name = names.get(i);
      bind(name.text(), name.span(), fits ? tensors.get(i) : UNKNOWN, site);
    }
  }

  // ---- blocks

  /** Calls a block: binds its parameters, checks its signature, elaborates its body in a scope. */
  Term call(LayerTerm layer, Target.UserBlock target, Term flow, Scope scope, boolean shared) {
    Ast.Block block = target.block();
    String name = block.name().text();
    Parameters parameters = new Parameters(name, block.parameters(), evaluator, context);
    Parameters.Bound bound = parameters.bind(layer.arguments(), layer.span(), target.module());
    Term input = bound.tensors().isEmpty() ? flow : tuple(bound.tensors());
    if (!context.enter(() -> frame(name, layer), name, layer.span())) {
      context.leave();
      return UNKNOWN;
    }
    Environment names = Environment.block();
    bound.values().forEach(names::bind);
    Site site = new Site(names, target.module(), scope, shared, assembly.cost());
    int first = assembly.size();
    Term result = UNKNOWN;
    boolean fits =
        block.signature().isEmpty()
            || input.isUnknown()
            || signatures.enter(block, input, site.place(input), layer.span());
    if (fits) {
      boolean blind = input.isUnknown() && block.signature().isPresent();
      result = blind ? UNKNOWN : body(block.body(), input, site);
      if (block.signature().isPresent()
          && !signatures.leave(block, result, site.place(input), layer.span())) {
        result = UNKNOWN;
      }
    }
    boolean inline = block.inline() && layer.shared().isEmpty();
    assembly.called(
        new Graph.BlockCall(
            name,
            inline ? Optional.empty() : Optional.of(scope.path()),
            names.numbers(),
            layer.span(),
            first,
            assembly.size()));
    context.leave();
    return result;
  }

  private static Term tuple(List<Term> tensors) {
    List<Term> flat = tensors.stream().flatMap(t -> Signatures.tensors(t).stream()).toList();
    return flat.size() == 1 ? flat.getFirst() : new Term.TupleTerm(flat);
  }

  private static String frame(String name, LayerTerm layer) {
    String arguments = Given.show(layer.arguments());
    String call = arguments.isEmpty() ? name : name + "(" + arguments + ")";
    return "`%s`, called at %s".formatted(call, layer.span().place());
  }

  // ---- other statements

  private Term learned(Ast.Param param, Term flow, Site site) {
    Optional<List<Long>> dims = evaluator.dims(param.shape(), site.place(flow));
    Optional<Double> init =
        param
            .init()
            .map(first -> evaluator.evaluate(first, site.place(flow)))
            .filter(Arithmetic::isNumber)
            .map(Arithmetic::toDouble);
    Span span = param.path().span();
    Optional<String> path =
        steps
            .text(new Ast.Label(param.path(), span), flow, site)
            .map(name -> steps.own(name, span, site));
    if (dims.isEmpty() || path.isEmpty()) {
      return UNKNOWN;
    }
    Optional<Shape> shape = shape(dims.get(), param.span());
    return shape
        .flatMap(s ->
            assembly.add(
                new Assembly.Layer(
                    path.get(),
                    new LearnedTensor(s, param.trainable(), init),
                    (param.trainable() ? "param " : "buffer ") + s,
                    List.of(),
                    TensorType.float32(s),
                    Map.of(),
                    site.shared(),
                    param.span())))
        .<Term>map(values -> new TensorTerm(values.getFirst()))
        .orElse(UNKNOWN);
  }

  /** The shape, or empty after reporting that it is too large. */
  Optional<Shape> shape(List<Long> dims, Span span) {
    if (dims.size() > Shape.MAX_RANK) {
      context.report(StructureProblems.tooManyDimensions(span, dims.size()));
      return Optional.empty();
    }
    if (!Shape.fits(dims)) {
      context.report(StructureProblems.shapeTooLarge(span, dims.toString()));
      return Optional.empty();
    }
    return Optional.of(new Shape(dims));
  }

  private Term share(Ast.Share share, Term flow, Site site) {
    Term value = evaluator.evaluate(share.layer(), site.place(flow));
    Span span = share.name().span();
    if (value instanceof LayerTerm layer) {
      String path = steps.own(share.name().text(), span, site);
      site.names().bindLabel(share.name().text(), path);
      return new LayerTerm(layer.target(), layer.arguments(), layer.span(), Optional.of(path));
    }
    if (!value.isUnknown()) {
      context.report(
          NameProblems.notALayer(share.layer().span(), share.layer().span().text(), value.kind()));
    }
    return UNKNOWN;
  }
}
