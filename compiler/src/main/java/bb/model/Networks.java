package bb.model;

import bb.diagnostics.Diagnostic;
import bb.graph.Graph;
import bb.graph.PeakMemory;
import bb.graph.Preprocess;
import bb.model.Term.Given;
import bb.model.Term.Sequence;
import bb.model.Term.StringTerm;
import bb.model.Term.TensorTerm;
import bb.source.Span;
import bb.syntax.Ast;
import bb.types.Axes;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Elaborates one network: its inputs, its body and its outputs. */
final class Networks {
  private final Context context;
  private final Assembly assembly;
  private final Bodies bodies;
  private final CheckpointClause checkpoint;
  private boolean silent;

  /**
   * @param memory what assertions about it ask
   */
  Networks(Context context, PeakMemory memory) {
    this.context = context;
    this.assembly = new Assembly(context);
    this.bodies = new Bodies(context, assembly, memory);
    this.checkpoint = new CheckpointClause(context, bodies.evaluator());
  }

  /**
   * The graph, or empty after reporting what is wrong.
   *
   * @param heading the name and doc of the network or of the variant
   * @param arguments of the variants that lead to the network, the outermost last; each evaluated
   *     among the names of its own module
   */
  Optional<Graph> elaborate(
      Ast.Network network, Module module, Assembly.Heading heading, List<Arguments> arguments) {
    String name = heading.name();
    if (network.body().statements().stream().noneMatch(s -> s instanceof Ast.Input)) {
      context.report(StructureProblems.noInput(network.name().span(), name, network.body().span()));
      return Optional.empty();
    }
    List<Given> given = new ArrayList<>();
    for (Arguments layer : arguments) {
      Evaluator.Place place =
          new Evaluator.Place(Environment.block(), layer.module(), Term.UNKNOWN);
      List<Given> own = bodies.evaluator().arguments(layer.arguments(), place);
      replace(given, own, network.parameters());
    }
    Map<String, Term> values =
        new Parameters(network.name().text(), network.parameters(), bodies.evaluator(), context)
            .bind(given, heading.span(), module)
            .values();
    Environment names = Environment.block();
    values.forEach(names::bind);
    Site site = new Site(names, module, Scope.root(), false, assembly.cost());
    if (!arguments.isEmpty()) {
      context.push(() -> frame(network, heading, given));
    }
    Term flow = statements(network.body(), new Term.TupleTerm(List.of()), site, true);
    if (!arguments.isEmpty()) {
      context.pop();
    }
    if (flow.isUnknown() || silent || context.stopped()) {
      return Optional.empty();
    }
    if (!assembly.hasOutputs() && !end(flow, network)) {
      return Optional.empty();
    }
    return Optional.of(assembly.build(heading, checkpoint.rules()));
  }

  /** Adds arguments, which count instead of earlier ones for the same parameters. */
  private static void replace(List<Given> given, List<Given> own, List<Ast.Parameter> parameters) {
    Set<Optional<String>> names = own.stream().map(Given::name).collect(Collectors.toSet());
    given.removeIf(g -> g.name().isPresent() && names.contains(g.name()));
    List<Given> added = new ArrayList<>(own);
    int position = 0;
    for (int i = 0; i < given.size() && position < parameters.size(); i++) {
      if (given.get(i).name().isEmpty()) {
        Optional<String> name = Optional.of(parameters.get(position++).name().text());
        Optional<Given> other = added.stream().filter(g -> g.name().equals(name)).findFirst();
        if (other.isPresent()) {
          Given now = other.get();
          given.set(i, new Given(Optional.empty(), now.nameSpan(), now.value(), now.span()));
          added.remove(now);
        }
      }
    }
    given.addAll(added);
  }

  private static String frame(Ast.Network network, Assembly.Heading heading, List<Given> given) {
    return "`%s(%s)`, which is `%s` at %s"
        .formatted(
            network.name().text(), Given.show(given), heading.name(), heading.span().place());
  }

  /** Arguments as written in a variant, and the module they are written in. */
  record Arguments(List<Ast.Argument> arguments, Module module) {}

  /**
   * The body of the network, or one of an `if` in it, where outputs may stand but no inputs.
   *
   * @param whole whether it is the network's own
   */
  private Term statements(Ast.Body body, Term start, Site site, boolean whole) {
    Term flow = start;
    for (Ast.Statement statement : body.statements()) {
      if (!context.step(statement.span())) {
        return Term.UNKNOWN;
      }
      switch (statement) {
        case Ast.Input input when whole -> flow = input(input, flow, site);
        case Ast.Output output -> output(output, flow, site);
        case Ast.Checkpoint clause -> checkpoint.add(clause, site.place(flow));
        case Ast.Pipeline(var label, var steps, _)
            when label.isEmpty()
                && steps.size() == 1
                && steps.getFirst() instanceof Ast.Step(var own, Ast.If condition, var binding, _)
                && own.isEmpty()
                && binding.isEmpty() ->
            flow = conditional(condition, flow, site);
        case Ast.Input _,
            Ast.Let _,
            Ast.Const _,
            Ast.Param _,
            Ast.Share _,
            Ast.Assert _,
            Ast.Pipeline _ ->
            flow = bodies.statement(statement, flow, site);
      }
    }
    return flow;
  }

  private Term conditional(Ast.If condition, Term flow, Site site) {
    Optional<Boolean> taken = bodies.evaluator().condition(condition.condition(), site.place(flow));
    if (taken.isEmpty()) {
      silent = true;
      return Term.UNKNOWN;
    }
    Optional<Ast.Body> body = taken.get() ? Optional.of(condition.then()) : condition.otherwise();
    Site inner = site.nested(Environment.Kind.BODY);
    return body.map(b -> statements(b, flow, inner, false)).orElse(flow);
  }

  /** One input flows; several flow as a tuple, and are named where they are used. */
  private Term input(Ast.Input input, Term flow, Site site) {
    Evaluator.Place place = site.place(flow);
    Optional<Span> batch = batch(input);
    if (batch.isPresent()) {
      context.report(
          StructureProblems.batchDimension(input.shape().getFirst().span(), batch.get()));
      return unknown(input, site);
    }
    Optional<Shape> shape =
        bodies
            .evaluator()
            .dims(input.shape(), place)
            .flatMap(dims -> bodies.shape(dims, input.span()));
    Optional<DType> dtype = dtype(input);
    if (shape.isEmpty() || dtype.isEmpty()) {
      return unknown(input, site);
    }
    if (!input.preprocess().isEmpty() && shape.get().rank() == 3 && ChannelsLast.is(shape.get())) {
      context.report(StructureProblems.channelsLastInPreprocess(input.span(), shape.get()));
      return unknown(input, site);
    }
    Preprocess preprocess =
        new PreprocessClause(context, bodies.evaluator(), shape.get()).of(input, place);
    Value value =
        assembly.input(
            input.name().text(),
            new TensorType(dtype.get(), shape.get(), axes(input)),
            preprocess,
            input.span());
    TensorTerm tensor = new TensorTerm(value);
    Ast.Name name = input.name();
    if (!site.names().bindTensor(name.text(), name.span(), tensor)) {
      context.report(
          NameProblems.boundTwice(name.span(), name.text(), site.names().place(name.text())));
    }
    if (!context.charge(assembly.inputs().size(), input.span())) {
      return Term.UNKNOWN;
    }
    List<Term> inputs =
        assembly.inputs().stream().<Term>map(i -> new TensorTerm(i.value())).toList();
    return inputs.size() == 1 ? tensor : new Term.TupleTerm(inputs);
  }

  /** What pictures are made into has its channels first; what else is given may be anything. */
  private static Axes axes(Ast.Input input) {
    return input.preprocess().isEmpty() ? Axes.UNSAID : Axes.FIRST;
  }

  /** An input of which a mistake was reported: what follows from it is not reported. */
  private Term unknown(Ast.Input input, Site site) {
    silent = true;
    site.names().bind(input.name().text(), Term.UNKNOWN);
    return Term.UNKNOWN;
  }

  /** The first dimension of {@code [-1, 3, 224, 224]}, which stands for a batch of any size. */
  private static Optional<Span> batch(Ast.Input input) {
    boolean open =
        input.shape().size() > 1
            && input.shape().getFirst() instanceof Ast.Unary(var op, Ast.IntLiteral _, _)
            && op == Ast.UnaryOp.NEGATE;
    return open ? Causes.firstDimension(input.span()) : Optional.empty();
  }

  private Optional<DType> dtype(Ast.Input input) {
    if (input.dtype().isEmpty()) {
      return Optional.of(DType.FLOAT32);
    }
    Ast.Name name = input.dtype().get();
    List<DType> allowed = List.of(DType.FLOAT32, DType.INT32, DType.BOOL);
    Optional<DType> found =
        allowed.stream().filter(d -> d.toString().equals(name.text())).findFirst();
    if (found.isEmpty()) {
      context.report(
          NameProblems.unknownType(
              name.span(), name.text(), allowed.stream().map(DType::toString).toList()));
    }
    return found;
  }

  private void output(Ast.Output output, Term flow, Site site) {
    for (Ast.Answer answer : output.answers()) {
      Ast.Expr tensor = answer.tensor();
      Term term = bodies.evaluator().evaluate(tensor, site.place(flow));
      if (term instanceof TensorTerm(var value)) {
        String name = name(tensor, flow, site);
        List<String> labels =
            answer.labels().map(e -> labels(e, name, value, flow, site)).orElse(List.of());
        assembly.output(name, value, labels);
      } else {
        silent = true;
        if (!term.isUnknown()) {
          Diagnostic problem = StructureProblems.notATensor(tensor.span(), "an output", term);
          context.report(
              Layers.isInput(term) ? problem.help("list its elements, by their indices") : problem);
        }
      }
    }
  }

  /** A text for each number of an output of classes; none after reporting what does not fit. */
  private List<String> labels(
      Ast.Expr expression, String output, Value value, Term flow, Site site) {
    Term term = bodies.evaluator().evaluate(expression, site.place(flow));
    if (term.isUnknown()) {
      silent = true;
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    if (term instanceof Sequence s) {
      for (long i = 0; i < s.size() && s.get(i) instanceof StringTerm(var label); i++) {
        labels.add(label);
      }
    }
    boolean texts = term instanceof Sequence s && s.size() == labels.size();
    Shape shape = value.type().shape();
    if (!texts || shape.rank() != 1 || shape.dim(0) != labels.size()) {
      silent = true;
      context.report(
          texts
              ? StructureProblems.unfitLabels(expression.span(), output, labels.size(), shape)
              : StructureProblems.noLabels(expression.span(), term.show()));
      return List.of();
    }
    return labels;
  }

  /** As it is written, with the value of an index. */
  private String name(Ast.Expr tensor, Term flow, Site site) {
    if (tensor instanceof Ast.Index(var target, var index, _)) {
      Term at = bodies.evaluator().evaluate(index, site.place(flow));
      return "%s[%s]".formatted(name(target, flow, site), at.show());
    }
    String name = tensor.span().text();
    return name.equals("it") ? "output" : name;
  }

  /** Makes what flows out last the output. */
  private boolean end(Term flow, Ast.Network network) {
    if (flow instanceof TensorTerm(var value)) {
      assembly.output("output", value, List.of());
      return true;
    }
    long tensors = flow instanceof Sequence s ? s.size() : 1;
    Span body = network.body().span();
    context.report(
        StructureProblems.openEnd(
            new Span(body.file(), Math.max(body.start(), body.end() - 1), body.end()), tensors));
    return false;
  }
}
