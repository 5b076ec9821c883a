package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.diagnostics.Diagnostic;
import bb.graph.Graph;
import bb.kernel.Numbers;
import bb.model.Term.Given;
import bb.model.Term.IntTerm;
import bb.model.Term.LayerTerm;
import bb.model.Term.ListTerm;
import bb.model.Term.ParameterTerm;
import bb.model.Term.TensorTerm;
import bb.model.Term.TupleTerm;
import bb.ops.Attribute;
import bb.ops.Inference;
import bb.ops.LiteralTensor;
import bb.ops.OpSpec;
import bb.ops.Operator;
import bb.ops.Operators;
import bb.source.Span;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Applies primitive layers to what flows: checks the arguments and the shapes, adds the node. */
final class Layers {
  private final Context context;
  private final Evaluator evaluator;
  private final Assembly assembly;

  Layers(Context context, Evaluator evaluator, Assembly assembly) {
    this.context = context;
    this.evaluator = evaluator;
    this.assembly = assembly;
  }

  /** A layer call: what it is, where its parameters are named, and the span to underline. */
  record Application(OpSpec spec, List<Given> arguments, String path, boolean shared, Span span) {}

  Term apply(Application application, Term flow) {
    OpSpec spec = application.spec();
    if (application.arguments().stream().anyMatch(Layers::isUnknownPosition)) {
      return UNKNOWN;
    }
    List<Term> tensors = new ArrayList<>();
    List<Given> attributes = new ArrayList<>();
    Map<String, Given> ties = new HashMap<>();
    for (Given given : application.arguments()) {
      if (given.name().isPresent() && given.value() instanceof ParameterTerm) {
        ties.put(given.name().get(), given);
      } else if (given.name().isEmpty() && isInput(given.value())) {
        tensors.addAll(Signatures.tensors(given.value()));
      } else {
        attributes.add(given);
      }
    }
    if (attributes.stream().anyMatch(g -> g.name().isEmpty() && g.value().isUnknown())) {
      return UNKNOWN;
    }
    Term input = tensors.isEmpty() ? flow : new TupleTerm(tensors);
    Optional<Diagnostic> habit = CallHabits.find(application, attributes, flow);
    if (habit.isPresent()) {
      context.report(habit.get());
      return UNKNOWN;
    }
    Optional<Map<String, Object>> values =
        Attributes.fit(spec, attributes, application.span(), width(input), evaluator, context);
    boolean unknown = application.arguments().stream().anyMatch(g -> g.value().isUnknown());
    if (values.isEmpty() || unknown) {
      return UNKNOWN;
    }
    Map<String, Span> spans = new HashMap<>();
    application.arguments().forEach(g -> g.name().ifPresent(n -> spans.put(n, g.span())));
    positional(spec, attributes, spans);
    return inputs(spec, input, application.span())
        .map(in -> {
          List<Value> all = new ArrayList<>(in);
          all.addAll(named(spec, attributes));
          return add(application, values.get(), all, ties, spans);
        })
        .orElse(UNKNOWN);
  }

  /** The tensors among the arguments, in the order in which the layer takes them. */
  private static List<Value> named(OpSpec spec, List<Given> arguments) {
    List<Value> tensors = new ArrayList<>();
    for (Attribute attribute : spec.tensors()) {
      arguments.stream()
          .filter(given -> given.name().equals(Optional.of(attribute.name())))
          .forEach(given -> tensors.add(((TensorTerm) given.value()).value()));
    }
    return tensors;
  }

  /** Joins tensors with a layer that has no arguments of its own, such as {@code add}. */
  Term join(String layer, List<Given> arguments, Term flow, String path, Span span) {
    OpSpec spec = Operators.find(layer).orElseThrow();
    return apply(new Application(spec, arguments, path, false, span), flow);
  }

  /** The rule's answer about types, and then about numbers that are known. */
  private Inference inferred(Operator op, List<TensorType> types, List<Value> inputs) {
    Inference inference = op.infer(types);
    return inference instanceof Inference.Of
        ? op.checkNumbers(types, inputs.stream().map(this::numbers).toList())
            .<Inference>map(failed -> failed)
            .orElse(inference)
        : inference;
  }

  private Optional<Numbers> numbers(Value value) {
    return assembly
        .producer(value)
        .map(Graph.Node::op)
        .filter(LiteralTensor.class::isInstance)
        .map(op -> ((LiteralTensor) op).numbers());
  }

  private Term add(
      Application application,
      Map<String, Object> values,
      List<Value> inputs,
      Map<String, Given> ties,
      Map<String, Span> spans) {
    Operator op = application.spec().operator(values);
    List<TensorType> types = inputs.stream().map(Value::type).toList();
    return switch (inferred(op, types, inputs)) {
      case Inference.Failed failed -> {
        Span span =
            failed.argument().map(spans::get).filter(s -> s != null).orElse(application.span());
        context.report(
            StructureProblems.shapeRule(
                span, failed, new Causes(assembly, context).find(op, failed, inputs)));
        yield UNKNOWN;
      }
      case Inference.Of(var type) -> {
        Span axis = spans.getOrDefault("axis", application.span());
        doubts(application, op, types, axis);
        yield tie(application, op, types, ties)
            .flatMap(tied ->
                assembly.add(
                    new Assembly.Layer(
                        application.path(),
                        op,
                        application.spec().call(values),
                        inputs,
                        type,
                        tied,
                        application.shared(),
                        application.span())))
            .map(Layers::flow)
            .orElse(UNKNOWN);
      }
    };
  }

  /** A tensor, or a tuple of several. */
  private static Term flow(List<Value> values) {
    List<Term> tensors = values.stream().<Term>map(TensorTerm::new).toList();
    return tensors.size() == 1 ? tensors.getFirst() : new TupleTerm(tensors);
  }

  private void doubts(Application application, Operator op, List<TensorType> types, Span axis) {
    String layer = application.spec().name();
    if (!types.isEmpty()) {
      batchAxis(layer, op.statedAxis(), types.getFirst(), axis);
    }
    op.assumedFeatures(types)
        .ifPresent(other ->
            context.report(
                WarningProblems.assumedFeatures(
                    application.span(), layer, types.getFirst().shape(), other)));
  }

  /** In PyTorch axis 1 is that of the channels, since the batch is axis 0. */
  private void batchAxis(String layer, Optional<Long> axis, TensorType x, Span span) {
    boolean image = x.shape().rank() == 3 && x.axes() != Axes.LAST;
    if (image && axis.equals(Optional.of(1L))) {
      context.report(WarningProblems.batchAxis(span, layer, x.shape()));
    }
  }

  private Optional<Map<String, Integer>> tie(
      Application application, Operator op, List<TensorType> types, Map<String, Given> ties) {
    List<String> own = op.parameters(types).stream().map(p -> p.name()).toList();
    Map<String, Integer> tied = new HashMap<>();
    for (Map.Entry<String, Given> tie : ties.entrySet()) {
      if (!own.contains(tie.getKey())) {
        List<String> known = new ArrayList<>(own);
        application.spec().attributes().forEach(a -> known.add(a.name()));
        context.report(
            NameProblems.unknownArgument(
                tie.getValue().nameSpan(), application.spec().name(), tie.getKey(), known));
        return Optional.empty();
      }
      tied.put(tie.getKey(), ((ParameterTerm) tie.getValue().value()).index());
    }
    return Optional.of(tied);
  }

  /** The tensors a layer is applied to; empty after reporting that they are too few or too many. */
  private Optional<List<Value>> inputs(OpSpec spec, Term input, Span span) {
    if (input.isUnknown()) {
      return Optional.empty();
    }
    List<Value> values = new ArrayList<>();
    for (Term term : Signatures.tensors(input)) {
      if (!(term instanceof TensorTerm(var value))) {
        context.report(
            StructureProblems.notATensor(span, "what flows into `" + spec.name() + "`", term));
        return Optional.empty();
      }
      values.add(value);
    }
    if (values.isEmpty() && spec.inputs().min() > 0) {
      context.report(StructureProblems.nothingFlows(span, spec.name()));
      return Optional.empty();
    }
    if (!spec.inputs().allows(values.size())) {
      OpSpec.Inputs takes = spec.inputs();
      String expected = Signatures.count(takes.min());
      if (takes.max() > takes.min()) {
        expected += takes.max() == Integer.MAX_VALUE ? " or more" : " to " + takes.max();
      }
      context.report(
          StructureProblems.inputCount(
              span,
              spec.name(),
              expected,
              Signatures.count(values.size()) + (values.size() == 1 ? " flows in" : " flow in"),
              remedy(spec, values, span)));
      return Optional.empty();
    }
    return Optional.of(values);
  }

  /** What to write in the place of a layer that got the wrong number of tensors. */
  private String remedy(OpSpec spec, List<Value> values, Span span) {
    String text = span.text();
    List<Value> inputs = assembly.inputs().stream().map(Graph.Input::value).toList();
    if (values.size() == 1) {
      String all = String.join(", ", Collections.nCopies(spec.inputs().min(), "it"));
      return spec.name().equals("attention") ? with(spec, text, all) : "";
    }
    if (spec.name().equals("identity")) {
      return "{}";
    }
    return spec.inputs().max() == 1 && values.equals(inputs)
        ? with(spec, text, assembly.inputs().getFirst().name())
        : spec.inputs().max() == 1 ? "concat -> " + text : "";
  }

  /** A call with tensors before its arguments. */
  private static String with(OpSpec spec, String call, String tensors) {
    return call.startsWith(spec.name() + "(")
        ? spec.name() + "(" + tensors + ", " + call.substring(spec.name().length() + 1)
        : call + "(" + tensors + ")";
  }

  private static void positional(OpSpec spec, List<Given> attributes, Map<String, Span> spans) {
    int position = 0;
    for (Given given : attributes) {
      if (given.name().isEmpty() && position < spec.positional().size()) {
        spans.put(spec.positional().get(position++).name(), given.span());
      }
    }
  }

  /** A positional argument that could not be computed might have been a tensor. */
  private static boolean isUnknownPosition(Given given) {
    return given.name().isEmpty() && given.value().isUnknown();
  }

  static boolean isInput(Term term) {
    return term instanceof TensorTerm
        || term instanceof TupleTerm(var elements) && elements.areTensors();
  }

  // ---- slicing: split and group

  /**
   * {@code split(n)}, {@code split(a, b, c)}, {@code split([a, b, c])}, {@code axis:}; yields a
   * tuple.
   */
  Term split(LayerTerm layer, Term flow, String path, Span span) {
    List<Long> sizes = new ArrayList<>();
    boolean listed = false;
    Optional<Long> axis = Optional.empty();
    Span axisSpan = span;
    Term input = flow;
    for (Given given : layer.arguments()) {
      if (given.value().isUnknown()) {
        return UNKNOWN;
      }
      if (given.name().isEmpty() && given.value() instanceof TensorTerm) {
        input = given.value();
      } else if (given.name().isEmpty()) {
        listed |= given.value() instanceof ListTerm;
        List<Term> parts =
            given.value() instanceof ListTerm(var elements) ? elements : List.of(given.value());
        if (parts.isEmpty()) {
          context.report(
              ValueProblems.wrongType(
                  given.span(), "what `split` makes", "at least one part", given.value()));
          return UNKNOWN;
        }
        for (Term part : parts) {
          Optional<Long> size = evaluator.integer(part, given.span(), "a part");
          if (size.isEmpty()) {
            return UNKNOWN;
          }
          if (size.get() < 1) {
            context.report(ValueProblems.outOfRange(given.span(), "a part", "at least 1", part));
            return UNKNOWN;
          }
          sizes.add(size.get());
        }
      } else if (given.name().get().equals("axis")) {
        axis = evaluator.integer(given.value(), given.span(), "`axis`");
        axisSpan = given.span();
      } else {
        context.report(
            NameProblems.unknownArgument(
                given.nameSpan(), "split", given.name().get(), List.of("axis")));
        return UNKNOWN;
      }
    }
    if (sizes.isEmpty()) {
      context.report(
          NameProblems.missingArgument(
              span, "split", "parts", "the number of parts, or the size of each"));
      return UNKNOWN;
    }
    if (input instanceof TensorTerm(var value)) {
      batchAxis("split", axis, value.type(), axisSpan);
    }
    Parts parts =
        sizes.size() == 1 && !listed
            ? new Parts.Count(sizes.getFirst())
            : new Parts.Sizes(List.copyOf(sizes));
    return slices(input, axis, parts, path, span, "`split`");
  }

  /** What a tensor is cut into. */
  sealed interface Parts {
    /** So many, equal ones. */
    record Count(long count) implements Parts {}

    record Sizes(List<Long> sizes) implements Parts {}
  }

  Term slices(Term input, Optional<Long> axis, Parts parts, String path, Span span, String what) {
    if (input.isUnknown()) {
      return UNKNOWN;
    }
    if (!(input instanceof TensorTerm(var value))) {
      int flows = Signatures.tensors(input).size();
      context.report(
          flows == 0
              ? StructureProblems.nothingFlows(span, what.replace("`", ""))
              : StructureProblems.inputCount(
                  span, what.replace("`", ""), "one tensor", flows + " tensors flow in", ""));
      return UNKNOWN;
    }
    Shape shape = value.type().shape();
    long chosen = axis.orElse((long) value.type().channelAxis());
    if (chosen < -shape.rank() || chosen >= shape.rank()) {
      context.report(StructureProblems.badAxis(span, chosen, shape.rank()));
      return UNKNOWN;
    }
    int at = (int) (chosen < 0 ? chosen + shape.rank() : chosen);
    long dim = shape.dim(at);
    return switch (parts) {
      case Parts.Count(long count) when dim % count != 0 -> {
        context.report(StructureProblems.notDivisible(span, what, dim, count));
        yield UNKNOWN;
      }
      case Parts.Count(long count) when count > Assembly.MAX_NODES -> {
        context.stop(LimitProblems.tooManyNodes(span, Assembly.MAX_NODES));
        yield UNKNOWN;
      }
      case Parts.Count(long count) ->
          cut(input, at, Collections.nCopies((int) count, dim / count), path, span);
      case Parts.Sizes(var sizes)
          when sizes.stream().mapToDouble(Long::doubleValue).sum() != dim -> {
        context.report(StructureProblems.splitSum(span, sizes, dim));
        yield UNKNOWN;
      }
      case Parts.Sizes(var sizes) -> cut(input, at, sizes, path, span);
    };
  }

  private Term cut(Term input, int axis, List<Long> parts, String path, Span span) {
    OpSpec slice = Operators.find("slice").orElseThrow();
    List<Term> cuts = new ArrayList<>();
    long start = 0;
    for (long part : parts) {
      List<Given> arguments =
          List.of(
              given("axis", axis, span),
              given("start", start, span),
              given("end", start + part, span));
      String name = Scope.join(path, String.valueOf(cuts.size()));
      Term cut = apply(new Application(slice, arguments, name, false, span), input);
      if (cut.isUnknown()) {
        return UNKNOWN;
      }
      cuts.add(cut);
      start += part;
    }
    return new TupleTerm(cuts);
  }

  private static Given given(String name, long value, Span span) {
    return new Given(Optional.of(name), span, new IntTerm(value), span);
  }

  /** The channels or features of the one tensor that flows in. */
  private static OptionalLong width(Term input) {
    return input instanceof TensorTerm(var value) && value.type().shape().rank() > 0
        ? OptionalLong.of(value.type().channels())
        : OptionalLong.empty();
  }
}
