package bb.importing.lift;

import bb.diagnostics.Code;
import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Layers;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.lift.Meaning.Several;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Formula;
import bb.importing.read.Kind;
import bb.importing.read.OnnxNode;
import bb.importing.read.Refusal;
import bb.importing.read.Training;
import bb.types.Axes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** A node with what flows into it, and the layers that it becomes. */
final class Node {
  /** How many numbers stand in a source one by one. */
  private static final long MOST_FLOATS = 16;

  private static final long MOST_LISTED = 64;

  /** What a tensor is called that is computed when a model is made. */
  private static final Pattern FIXED =
      Pattern.compile("(.*[._])?(mask|coords|coords_table|inv_freq|anchors)");

  private final OnnxNode node;
  private final List<Optional<Meaning>> inputs;
  private final LayerGraph graph;
  private final long opset;

  Node(OnnxNode node, List<Optional<Meaning>> inputs, LayerGraph graph, long opset) {
    this.node = node;
    this.inputs = inputs;
    this.graph = graph;
    this.opset = opset;
  }

  /** What another node of the graph becomes, of one output. */
  Optional<Value> translated(OnnxNode other, Translator translator, List<Optional<Value>> its) {
    List<Optional<Meaning>> given = its.stream().map(v -> v.<Meaning>map(x -> x)).toList();
    return translator.translate(new Node(other, given, graph, opset)).stream()
        .findFirst()
        .map(this::tensor);
  }

  OnnxNode onnx() {
    return node;
  }

  long opset() {
    return opset;
  }

  int count() {
    return inputs.size();
  }

  Optional<Value> value(int index) {
    return index < inputs.size() ? inputs.get(index).map(this::tensor) : Optional.empty();
  }

  private Value tensor(Meaning meaning) {
    return switch (meaning) {
      case Value value -> value;
      case Several _ -> throw refuse("takes a list of tensors as one");
    };
  }

  /** An input that is a list of tensors. */
  List<Value> list(int index) {
    if (index < inputs.size() && inputs.get(index).orElse(null) instanceof Several(var tensors)) {
      return tensors;
    }
    throw refuse("takes a tensor as a list of them");
  }

  /** What another operator makes of these. */
  List<Value> by(String operator, Map<String, Object> attributes, int outputs, List<Value> in) {
    OnnxNode other =
        new OnnxNode(
            operator,
            "",
            node.name(),
            Collections.nCopies(in.size(), ""),
            Collections.nCopies(outputs, node.outputs().getFirst()),
            attributes);
    List<Optional<Meaning>> given = in.stream().map(v -> Optional.<Meaning>of(v)).toList();
    return Translators.made(other, false, given, graph, opset).orElseThrow().stream()
        .map(this::tensor)
        .toList();
  }

  Value need(int index) {
    return value(index).orElseThrow(() -> refuse("lacks its input " + index));
  }

  /** An input whose numbers are known. */
  Optional<Const> known(int index) {
    return value(index)
        .map(value ->
            switch (value) {
              case Known(var tensor) -> tensor;
              case Flow _ ->
                  throw refuse("takes input %d from what flows".formatted(index))
                      .note("here it must be known before anything runs");
            });
  }

  Const constant(int index) {
    return known(index).orElseThrow(() -> refuse("lacks its input " + index));
  }

  /** An input as a tensor that flows; a known one becomes a tensor of the network. */
  Flow flow(int index) {
    return flow(need(index));
  }

  Flow flow(Value value) {
    return switch (value) {
      case Flow flow -> flow;
      case Known(var tensor) -> new Flow(tensor(tensor), tensor.dims(), -1, tensor.kind());
    };
  }

  boolean isKnown(int index) {
    return value(index).filter(v -> v instanceof Known).isPresent();
  }

  /** Whole numbers that older operators have as an attribute and newer ones as an input. */
  Optional<List<Long>> ints(String attribute, int input) {
    Optional<List<Long>> stated = node.ints(attribute);
    return stated.isPresent() ? stated : known(input).map(Const::longs);
  }

  Refusal refuse(String why) {
    return Refusal.of(Code.BB0904, "node %s %s", node.shown(), why);
  }

  // ---- what it becomes

  Ref layer(String op, SequencedMap<String, Object> args, Ref... in) {
    return layer(op, args, Layers.none(), in);
  }

  Ref layer(String op, Ref... in) {
    return layer(op, Layers.args(), in);
  }

  Ref layer(
      String op,
      SequencedMap<String, Object> args,
      SequencedMap<String, Const> weights,
      Ref... in) {
    try {
      return graph.add(op, args, List.of(in), weights, node.name());
    } catch (LayerGraph.Impossible e) {
      if (in.length == 1 && graph.type(in[0]).axes() == Axes.LAST && graph.dims(in[0]).size() > 2) {
        return again(op, args, weights, in[0], e);
      }
      throw refuse("cannot be a layer here").note(e.getMessage());
    }
  }

  /** Once more on a tensor that says nothing of where its channels are. */
  private Ref again(
      String op,
      SequencedMap<String, Object> args,
      SequencedMap<String, Const> weights,
      Ref in,
      LayerGraph.Impossible first) {
    try {
      List<Long> dims = graph.dims(in);
      Ref row = graph.add("flatten", Layers.args(), List.of(in), Layers.none(), node.name());
      Ref unsaid =
          graph.add(
              "reshape", Layers.args("shape", dims), List.of(row), Layers.none(), node.name());
      return graph.add(op, args, List.of(unsaid), weights, node.name());
    } catch (LayerGraph.Impossible _) {
      throw refuse("cannot be a layer here").note(first.getMessage());
    }
  }

  List<Ref> split(Ref x, int axis, List<Long> sizes) {
    return graph.split(x, axis, sizes, node.name());
  }

  /** A known tensor as one of the network: learned, or of numbers that the source has. */
  Ref tensor(Const tensor) {
    return tensor(tensor, Derived::layers);
  }

  /**
   * @param derived what may make it of others
   */
  Ref tensor(Const tensor, BiFunction<Node, Const, Optional<Flow>> derived) {
    Optional<Ref> known = graph.known(tensor.data());
    Optional<Ref> made = known.isPresent() ? known : derived.apply(this, tensor).map(Flow::ref);
    if (made.isPresent()) {
      graph.know(tensor.data(), made.get());
      return as(made.get(), tensor.dims());
    }
    try {
      return tensor.learned() && !isTable(tensor)
          ? graph.tensor(isFixed(tensor) ? Layer.BUFFER : Layer.PARAM, tensor, node.name())
          : isShort(tensor) ? graph.tensor(Layer.CONST, tensor, node.name()) : stored(tensor);
    } catch (LayerGraph.Impossible e) {
      throw refuse("cannot be a layer here").note(e.getMessage());
    }
  }

  /** Whether training does not change it, by what it is called if the model does not tell. */
  private static boolean isFixed(Const tensor) {
    return switch (tensor.training()) {
      case CHANGES -> false;
      case LEAVES -> true;
      case UNTOLD -> tensor.origin().filter(name -> FIXED.matcher(name).matches()).isPresent();
    };
  }

  /** Whether a model has computed numbers under a name of its exporter: training makes no rules. */
  private static boolean isTable(Const tensor) {
    return tensor.training() == Training.UNTOLD
        && tensor.origin().filter(Names::isMeant).isEmpty()
        && tensor.elements() > MOST_FLOATS
        && tensor.uniform().isEmpty()
        && Formula.of(tensor).isPresent();
  }

  /** Whether a source may say the numbers. */
  static boolean isShort(Const tensor) {
    long most = tensor.kind() == Kind.FLOAT ? MOST_FLOATS : MOST_LISTED;
    return tensor.elements() <= most
        || tensor.uniform().isPresent()
        || (switch (tensor.kind()) {
          case FLOAT -> tensor.isUnit() || Formula.of(tensor).isPresent();
          case INT -> Formula.of(tensor).isPresent();
          case BOOL -> tensor.isTriangle();
        });
  }

  /** Numbers that lie with the weights, as floats, and what makes of these what they are. */
  private Ref stored(Const tensor) {
    Const floats = new Const(Kind.FLOAT, tensor.dims(), tensor.data(), tensor.origin());
    Ref buffer = graph.tensor(Layer.BUFFER, floats, node.name());
    Ref made =
        switch (tensor.kind()) {
          case FLOAT -> buffer;
          case INT -> layer("int", buffer);
          case BOOL -> layer("not_equal", Layers.args("value", 0.0), buffer);
        };
    graph.know(tensor.data(), made);
    return made;
  }

  /** What a product multiplies one of its factors with. */
  Optional<Ref> factor(Ref product, Ref one) {
    Layer layer = graph.layer(product);
    return !layer.is("mul") || layer.inputs().size() != 2
        ? Optional.empty()
        : layer.inputs().get(0).equals(one)
            ? Optional.of(layer.inputs().get(1))
            : Optional.of(layer.inputs().get(0)).filter(_ -> layer.inputs().get(1).equals(one));
  }

  Layer maker(Ref ref) {
    return graph.layer(ref);
  }

  List<Long> dims(Ref ref) {
    return graph.dims(ref);
  }

  Axes axes(Ref ref) {
    return graph.type(ref).axes();
  }

  /** A flow's tensor under another shape. */
  Ref as(Flow x, List<Long> dims) {
    return as(x.ref(), dims);
  }

  Ref as(Ref x, List<Long> dims) {
    if (graph.dims(x).equals(dims)) {
      return x;
    }
    if (dims.isEmpty()) {
      Layer last = graph.layer(x);
      if (last.is("reshape") && graph.dims(last.input()).isEmpty()) {
        return last.input();
      }
      return graph.dims(x).equals(List.of(1L))
          ? layer("sum", x)
          : layer("sum", layer("flatten", x));
    }
    return dims.size() == 1 && !graph.dims(x).isEmpty()
        ? layer("flatten", x)
        : layer("reshape", Layers.args("shape", dims), x);
  }

  /** What a layer made, the batch being its axis {@code batch}, or none. */
  Flow made(Ref ref, int batch) {
    List<Long> dims = new ArrayList<>(graph.dims(ref));
    if (batch >= 0) {
      dims.add(batch, 1L);
    }
    return new Flow(ref, dims, batch, kind(ref));
  }

  /** What a layer made, in the shape that the model gives it. */
  Flow shaped(Ref ref, List<Long> dims) {
    int batch = !dims.isEmpty() && dims.getFirst() == 1 ? 0 : -1;
    Ref fitting = as(ref, Value.without(dims, batch));
    return new Flow(fitting, dims, batch, kind(fitting));
  }

  Kind kind(Ref ref) {
    return Kind.of(graph.type(ref).dtype());
  }

  /** A flow whose batch is its first axis, which it must be. */
  Flow batched(int index) {
    Value value = need(index);
    if (value instanceof Known(var tensor) && tensor.rank() > 0 && tensor.dim(0) == 1) {
      Ref example = tensor(tensor.reshaped(tensor.dims().subList(1, tensor.rank())));
      return new Flow(example, tensor.dims(), 0, tensor.kind());
    }
    Flow x = flow(value);
    if (x.batch() == 0) {
      return x;
    }
    if (x.rank() > 0 && x.dims().getFirst() == 1) {
      return new Flow(as(x, x.dims().subList(1, x.rank())), x.dims(), 0, x.kind());
    }
    Refusal refusal =
        refuse("takes a batch of %s".formatted(x.dims()))
            .note("its first axis is no batch of examples here");
    throw x.rank() == 0 ? refusal : ofOne(refusal, x.dims(), 0);
  }

  /**
   * With how to import the model with one example, if an input has as many as the axis of what is
   * refused.
   */
  Refusal ofOne(Refusal refusal, List<Long> refused, int axis) {
    long examples = refused.get(axis);
    for (Layer layer : graph.layers()) {
      List<Long> dims = graph.dims(layer.out());
      if (layer.is(Layer.INPUT) && dims.size() > 1) {
        int at = dims.getFirst() == examples ? 0 : Math.min(axis, dims.size() - 1);
        if (dims.get(at) == examples) {
          List<String> one = new ArrayList<>(dims.stream().map(String::valueOf).toList());
          one.set(at, "1");
          return refusal.help(
              "if these are examples, import the model with one: `--shape %s=%s`"
                  .formatted(layer.node(), String.join(",", one)));
        }
      }
    }
    return refusal;
  }

  /** The network's axis of a flow; a batch is none. */
  int axis(Flow x, long axis) {
    int found = x.axis(axis);
    if (found < 0) {
      throw refuse("works along the batch");
    }
    return found;
  }

  /** A flow that has all of the model's axes. */
  Flow whole(Flow x) {
    return x.batch() < 0 ? x : new Flow(as(x, x.dims()), x.dims(), -1, x.kind());
  }

  /** The arguments of a layer that names an axis only where it must. */
  SequencedMap<String, Object> along(Ref x, int axis) {
    boolean last = axis == graph.dims(x).size() - 1;
    return last && axes(x) == Axes.LAST
        ? Layers.args()
        : Layers.args("axis", last ? -1L : (long) axis);
  }
}
