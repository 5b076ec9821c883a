package bb.importing.layers;

import bb.importing.read.Const;
import bb.ops.Attribute;
import bb.ops.Inference;
import bb.ops.OpSpec;
import bb.ops.Operator;
import bb.ops.Operators;
import bb.ops.ParameterSpec;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The layers of a network in an order in which they can be computed. What a layer makes is inferred
 * by the layer's own rule, so that whatever is here is accepted in a source.
 */
public final class LayerGraph {
  private final List<Layer> layers = new ArrayList<>();
  private final Map<Integer, Layer> known = new HashMap<>();
  private final List<Output> outputs = new ArrayList<>();
  private final Map<List<Object>, Ref> tensors = new HashMap<>();
  private final Places places;
  private int next;

  public LayerGraph() {
    this.places = new Places();
  }

  private LayerGraph(LayerGraph other) {
    this.places = other.places;
    this.next = other.next;
    this.outputs.addAll(other.outputs);
  }

  /** A graph with the same outputs and no layers yet, where new ones get numbers of their own. */
  public LayerGraph emptied() {
    return new LayerGraph(this);
  }

  /** What flows out, and what it is called. */
  public record Output(String name, Ref ref) {}

  /** A layer that its own rule refuses. */
  public static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Impossible(String why) {
      super(why, null, false, false);
    }
  }

  public List<Layer> layers() {
    return layers;
  }

  public List<Output> outputs() {
    return outputs;
  }

  public Places places() {
    return places;
  }

  public void output(String name, Ref ref) {
    outputs.add(new Output(name, ref));
  }

  public Layer layer(Ref ref) {
    return known.get(ref.layer());
  }

  public Layer layer(int id) {
    return known.get(id);
  }

  public TensorType type(Ref ref) {
    return layer(ref).types().get(ref.output());
  }

  public List<Long> dims(Ref ref) {
    return type(ref).shape().dims();
  }

  /** Appends a layer. */
  public Ref add(
      String op,
      SequencedMap<String, Object> args,
      List<Ref> inputs,
      SequencedMap<String, Const> weights,
      String node) {
    Layer layer = make(op, args, inputs, weights, node);
    append(layer);
    return layer.out();
  }

  public void append(Layer layer) {
    layers.add(layer);
    known.put(layer.id(), layer);
  }

  /** Lets layers that are made read one that is not there yet. */
  public void remember(Layer layer) {
    known.put(layer.id(), layer);
  }

  /** What layers have made already of these numbers, which others were computed to. */
  public Optional<Ref> known(Const.Data numbers) {
    return Optional.ofNullable(tensors.get(List.of(numbers)));
  }

  public void know(Const.Data numbers, Ref made) {
    tensors.put(List.of(numbers), made);
  }

  /** Makes a tensor that is there before anything flows. */
  public Ref tensor(String op, Const numbers, String name) {
    return tensors.computeIfAbsent(
        List.of(op, numbers.data(), numbers.dims()), _ -> fresh(op, numbers, name));
  }

  private Ref fresh(String op, Const numbers, String name) {
    Layer layer = makeTensor(op, numbers, name);
    append(layer);
    return layer.out();
  }

  /** Makes a tensor without adding it. */
  public Layer makeTensor(String op, Const numbers, String name) {
    Shape shape = shape(numbers.dims());
    if (numbers.isBeyondBounds()) {
      throw new Impossible(
          "%,d numbers are not in the file, and too many to be made".formatted(shape.elements()));
    }
    SequencedMap<String, Const> weights = new LinkedHashMap<>();
    weights.put("", numbers);
    return new Layer(
        next++,
        op,
        Layers.args(),
        List.of(),
        weights,
        name,
        List.of(new TensorType(numbers.kind().type(), shape)));
  }

  public Ref input(String name, TensorType type) {
    return source(Layer.INPUT, name, type);
  }

  /** What flows into a module that is applied several times. */
  public Ref entry(String module, TensorType type) {
    return source(Layer.ENTRY, module, type);
  }

  private Ref source(String op, String name, TensorType type) {
    append(new Layer(next++, op, Layers.args(), List.of(), Layers.none(), name, List.of(type)));
    return Ref.of(next - 1);
  }

  /** Applies a module that is applied several times. */
  public Ref use(String module, Ref x, TensorType type) {
    String node = "/" + module.replace('.', '/'); // it stands beside the module
    append(
        new Layer(
            next++,
            Layer.USE,
            Layers.args("of", module),
            List.of(x),
            Layers.none(),
            node,
            List.of(type)));
    return Ref.of(next - 1);
  }

  /** Cuts a tensor into parts along an axis. */
  public List<Ref> split(Ref x, int axis, List<Long> sizes, String node) {
    TensorType type = type(x);
    List<TensorType> types =
        sizes.stream()
            .map(size -> new TensorType(type.dtype(), type.shape().with(axis, size), type.axes()))
            .toList();
    append(
        new Layer(
            next++,
            Layer.SPLIT,
            Layers.args("sizes", sizes, "axis", (long) axis),
            List.of(x),
            Layers.none(),
            node,
            types));
    List<Ref> parts = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      parts.add(new Ref(next - 1, i));
    }
    return parts;
  }

  /** Makes a layer without adding it. */
  public Layer make(
      String op,
      SequencedMap<String, Object> args,
      List<Ref> inputs,
      SequencedMap<String, Const> weights,
      String node) {
    OpSpec spec = Operators.find(op).orElseThrow(() -> new IllegalStateException(op));
    List<TensorType> types = inputs.stream().map(this::type).toList();
    SequencedMap<String, Object> stated = stated(spec, args);
    Operator operator = spec.operator(stated);
    return switch (operator.infer(types)) {
      case Inference.Failed failed ->
          throw new Impossible(failed.message() + notes(failed.notes()));
      case Inference.Of(var type) -> {
        List<TensorType> all = new ArrayList<>(List.of(type));
        all.addAll(operator.further(types));
        yield new Layer(
            next++, op, stated, inputs, fitted(op, operator, types, weights), node, all);
      }
    };
  }

  private static String notes(List<String> notes) {
    return notes.isEmpty() ? "" : "; " + notes.getFirst();
  }

  /** Arguments that say something, with pairs for what layers of images take. */
  private static SequencedMap<String, Object> stated(OpSpec spec, Map<String, Object> args) {
    SequencedMap<String, Object> stated = new LinkedHashMap<>();
    for (Attribute attribute : spec.attributes()) {
      Object value = args.get(attribute.name());
      if (value != null && !Optional.of(value).equals(attribute.defaultValue())) {
        if (!attribute.allows(value)) {
          throw new Impossible(
              "`%s` of `%s` cannot be %s".formatted(attribute.name(), spec.name(), value));
        }
        stated.put(attribute.name(), value);
      }
    }
    return stated;
  }

  /** Each tensor in the shape that the layer has for it. */
  private static SequencedMap<String, Const> fitted(
      String op, Operator operator, List<TensorType> types, SequencedMap<String, Const> weights) {
    SequencedMap<String, Const> fitted = new LinkedHashMap<>();
    for (ParameterSpec parameter : operator.parameters(types)) {
      if (parameter.role() == ParameterSpec.Role.BOOKKEEPING) {
        continue;
      }
      Const tensor = weights.get(parameter.name());
      List<Long> dims = parameter.type().shape().dims();
      if (tensor == null) {
        throw new Impossible("`%s` lacks its `%s`".formatted(op, parameter.name()));
      }
      if (tensor.elements() != Const.elements(dims)) {
        throw new Impossible(
            "the `%s` of `%s` is %s, and the model has %s"
                .formatted(parameter.name(), op, dims, tensor.dims()));
      }
      fitted.put(parameter.name(), tensor.dims().equals(dims) ? tensor : tensor.reshaped(dims));
    }
    return fitted;
  }

  public static Shape shape(List<Long> dims) {
    if (!Shape.fits(dims)) {
      throw new Impossible("a tensor cannot be of shape " + dims);
    }
    return new Shape(dims);
  }

  /** Who reads each layer, by its number. */
  public Map<Integer, List<Layer>> readers() {
    Map<Integer, List<Layer>> readers = new HashMap<>();
    for (Layer layer : layers) {
      for (Ref input : Set.copyOf(layer.inputs())) {
        readers.computeIfAbsent(input.layer(), _ -> new ArrayList<>()).add(layer);
      }
    }
    return readers;
  }

  /** Tensors, and layers of nothing but tensors: what is there before anything flows. */
  public Set<Integer> still() {
    Set<Integer> still = new HashSet<>();
    for (Layer layer : layers) {
      boolean made =
          !layer.inputs().isEmpty()
              && layer.inputs().stream().allMatch(ref -> still.contains(ref.layer()));
      if (layer.isTensor() || made) {
        still.add(layer.id());
      }
    }
    return still;
  }

  /** Layers whose outputs leave the network. */
  public Set<Integer> leaving() {
    Set<Integer> leaving = new HashSet<>();
    outputs.forEach(output -> leaving.add(output.ref().layer()));
    return leaving;
  }

  /** Puts other layers in the place of all. */
  public void replace(List<Layer> others) {
    layers.clear();
    known.clear();
    others.forEach(this::append);
  }

  /** Lets what reads one tensor read another, of the same type. */
  public void redirect(Map<Ref, Ref> moved) {
    if (moved.isEmpty()) {
      return;
    }
    List<Layer> changed =
        layers.stream()
            .map(layer ->
                layer.inputs().stream().anyMatch(moved::containsKey)
                    ? layer.reading(layer.inputs().stream().map(r -> follow(r, moved)).toList())
                    : layer)
            .toList();
    replace(changed);
    outputs.replaceAll(output -> new Output(output.name(), follow(output.ref(), moved)));
  }

  private static Ref follow(Ref ref, Map<Ref, Ref> moved) {
    Ref at = ref;
    while (moved.containsKey(at)) {
      at = moved.get(at);
    }
    return at;
  }

  /** Drops what no output needs; inputs stay. */
  public void prune() {
    Set<Integer> needed = new HashSet<>(leaving());
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      if (needed.contains(layer.id())) {
        layer.inputs().forEach(input -> needed.add(input.layer()));
      }
    }
    replace(
        List.copyOf(layers).stream()
            .filter(l -> l.is(Layer.INPUT) || needed.contains(l.id()))
            .toList());
  }
}
