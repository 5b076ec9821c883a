package bb.importing.lift;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Ref;
import bb.importing.lift.Meaning.Several;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Kind;
import bb.importing.read.OnnxGraph;
import bb.importing.read.OnnxNode;
import bb.importing.read.Refusal;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes layers of nodes, one after the other: what is known is computed, and what flows becomes
 * layers. A mistake is noted, and what depends on it is passed over, so that all are found.
 */
public final class Lifter {
  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

  private final OnnxGraph model;
  private final Set<String> weights;
  private final LayerGraph graph = new LayerGraph();
  private final Map<String, Meaning> values = new HashMap<>();
  private final List<Diagnostic> refused = new ArrayList<>();
  private final Effort effort = new Effort();
  private final TreeMap<String, List<OnnxNode>> unknown = new TreeMap<>();

  private Lifter(OnnxGraph model) {
    this.model = model;
    this.weights = weights(model);
  }

  /** What became of a model, or why nothing did. */
  public record Lifted(LayerGraph graph, List<Diagnostic> refused) {
    public Lifted {
      refused = List.copyOf(refused);
    }
  }

  public static Lifted lift(OnnxGraph model, Dimensions dimensions) {
    return new Lifter(model).run(dimensions);
  }

  private Lifted run(Dimensions dimensions) {
    dimensions.check(model.inputs());
    model.constants().forEach((name, tensor) -> values.put(name, new Known(tensor)));
    for (OnnxGraph.Port input : model.inputs()) {
      try {
        values.put(input.name(), input(input, dimensions.of(input)));
      } catch (Refusal e) {
        refused.add(e.diagnostic());
      } catch (LayerGraph.Impossible e) {
        refused.add(
            Refusal.of(Code.BB0908, "input `%s`: %s", input.name(), e.getMessage()).diagnostic());
      }
    }
    model.nodes().forEach(this::node);
    if (!unknown.isEmpty()) {
      refused.addFirst(withoutCounterpart());
    }
    if (refused.isEmpty()) {
      outputs();
    }
    return new Lifted(graph, refused);
  }

  private Flow input(OnnxGraph.Port input, List<Long> dims) {
    boolean batch = !dims.isEmpty() && dims.getFirst() == 1;
    Kind kind = input.kind().orElse(Kind.FLOAT);
    List<Long> inner = batch ? dims.subList(1, dims.size()) : dims;
    Ref ref = graph.input(input.name(), new TensorType(kind.type(), LayerGraph.shape(inner)));
    return new Flow(ref, dims, batch ? 0 : -1, kind);
  }

  private void node(OnnxNode node) {
    List<Optional<Meaning>> inputs =
        node.inputs().stream()
            .map(name -> Optional.ofNullable(name.isEmpty() ? null : values.get(name)))
            .toList();
    boolean lost =
        IntStream.range(0, inputs.size())
            .anyMatch(i -> inputs.get(i).isEmpty() && !node.inputs().get(i).isEmpty());
    if (!Translators.know(node)) {
      branch(node, inputs).ifPresentOrElse(taken -> within(node, taken), () -> note(node));
      return;
    }
    if (lost) {
      return;
    }
    try {
      Translators.made(node, weights.contains(node.makes()), inputs, graph, model.opset())
          .ifPresentOrElse(made -> bind(node, made), () -> unmade(node, inputs));
    } catch (Refusal e) {
      refused.add(e.diagnostic());
    } catch (LayerGraph.Impossible e) {
      refused.add(
          Refusal.of(Code.BB0904, "node %s cannot be a layer here", node.shown())
              .note(e.getMessage())
              .diagnostic());
    } catch (ArithmeticException
        | IndexOutOfBoundsException
        | NoSuchElementException
        | IllegalArgumentException e) {
      refused.add(
          Refusal.of(Code.BB0904, "node %s does not make sense", node.shown()).diagnostic());
    }
  }

  /** What the weights of recurrent layers are made of. */
  private static Set<String> weights(OnnxGraph model) {
    Set<String> weights = new HashSet<>();
    for (OnnxNode node : model.nodes().reversed()) {
      if (RECURRENT.contains(node.operator())) {
        node.inputs().stream().skip(1).limit(3).forEach(weights::add);
      } else if (node.outputs().stream().anyMatch(weights::contains)) {
        weights.addAll(node.inputs());
      }
    }
    return weights;
  }

  private void bind(OnnxNode node, List<? extends Meaning> made) {
    for (int i = 0; i < Math.min(made.size(), node.outputs().size()); i++) {
      if (made.get(i) instanceof Known(var tensor)) {
        effort.spend(node, tensor, values);
      }
      values.put(node.outputs().get(i), made.get(i));
    }
  }

  /** The branch that is taken, if that is known before anything runs. */
  private static Optional<OnnxNode.Body> branch(OnnxNode node, List<Optional<Meaning>> inputs) {
    if (!node.operator().equals("If") || !node.domain().isEmpty() || inputs.isEmpty()) {
      return Optional.empty();
    }
    return inputs.getFirst().orElse(null) instanceof Known(var condition)
        ? condition.single().flatMap(c -> node.body(c != 0 ? "then_branch" : "else_branch"))
        : Optional.empty();
  }

  /** The nodes of a branch, in the place of the node that has it. */
  private void within(OnnxNode node, OnnxNode.Body branch) {
    List<String> own = branch.nodes().stream().flatMap(n -> n.outputs().stream()).toList();
    for (String name : own) {
      if (!name.isEmpty() && values.containsKey(name)) {
        refused.add(
            Refusal.of(Code.BB0905, "node %s makes `%s`, which is made already", node.shown(), name)
                .diagnostic());
        return;
      }
    }
    branch.nodes().forEach(this::node);
    List<String> outputs = branch.outputs();
    for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
      if (values.containsKey(outputs.get(i))) {
        values.put(node.outputs().get(i), values.get(outputs.get(i)));
      }
    }
    own.forEach(values::remove);
  }

  /** An operator that is no layer: it is computed if all is known, and makes sense. */
  private static void unmade(OnnxNode node, List<Optional<Meaning>> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).isPresent() && !(inputs.get(i).get() instanceof Known)) {
        throw Refusal.of(Code.BB0904, "node %s takes input %d from what flows", node.shown(), i)
            .note("here it must be known before anything runs");
      }
    }
    throw Refusal.of(Code.BB0904, "node %s cannot be computed", node.shown())
        .note("what it takes makes no sense, or it makes too many numbers");
  }

  private void note(OnnxNode node) {
    unknown.computeIfAbsent(node.qualified(), _ -> new ArrayList<>()).add(node);
  }

  private Diagnostic withoutCounterpart() {
    int count = unknown.size();
    Diagnostic found =
        Diagnostic.general(
            Code.BB0903,
            count == 1
                ? "an operator of the model has no counterpart here"
                : "%d operators of the model have no counterpart here".formatted(count));
    for (var entry : unknown.entrySet()) {
      int times = entry.getValue().size();
      found =
          found.note(
              "`%s`%s%s: %s%s"
                  .formatted(
                      entry.getKey(),
                      kind(entry.getKey()),
                      times == 1 ? "" : ", %d times".formatted(times),
                      times == 1 ? "" : "first ",
                      entry.getValue().getFirst().listed()));
    }
    return unknown.keySet().stream().anyMatch(model.functions()::contains)
        ? found.help(
            "`onnx.inliner.inline_local_functions` in Python writes what a function does in its place")
        : found;
  }

  private String kind(String operator) {
    if (model.functions().contains(operator)) {
      return ", a function of the model";
    }
    if (Set.of("If", "Loop", "Scan", "SequenceMap").contains(operator)) {
      return ", control flow";
    }
    if (operator.contains("uantize")
        || operator.contains("Integer")
        || operator.startsWith("QLinear")) {
      return ", of a quantised model";
    }
    if (operator.startsWith("Sequence")
        || operator.startsWith("Optional")
        || operator.contains("Sequence")) {
      return ", of sequences";
    }
    return operator.startsWith("String") || operator.startsWith("Tf") ? ", of texts" : "";
  }

  private void outputs() {
    for (OnnxGraph.Port output : model.outputs()) {
      switch (values.get(output.name())) {
        case Flow flow -> graph.output(output.name(), flow.ref());
        case Known(var tensor) -> {
          try {
            graph.output(output.name(), graph.tensor(Layer.CONST, tensor, output.name()));
          } catch (LayerGraph.Impossible e) {
            refused.add(
                Refusal.of(Code.BB0904, "output `%s`: %s", output.name(), e.getMessage())
                    .diagnostic());
          }
        }
        case Several _ ->
            refused.add(
                Refusal.of(Code.BB0906, "output `%s` is a list of tensors", output.name())
                    .diagnostic());
        case null ->
            refused.add(
                Refusal.of(Code.BB0904, "output `%s` is not made by a node here", output.name())
                    .diagnostic());
      }
    }
    if (refused.isEmpty()) {
      graph.prune();
    }
  }
}
