package bb.importing.layers;

import bb.importing.read.Const;
import bb.types.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A layer of the network that is being read, as a {@code .bb} file has it.
 *
 * @param op a layer's name; or {@link #INPUT}, {@link #PARAM}, {@link #BUFFER}, {@link #CONST},
 *     {@link #SPLIT}, {@link #ENTRY}, {@link #USE}
 * @param args as {@link bb.ops.Arguments} has them, without those that have their defaults
 * @param weights its tensors by their local names, in the layer's order
 * @param node what the model calls it
 * @param types of its outputs
 */
public record Layer(
    int id,
    String op,
    SequencedMap<String, Object> args,
    List<Ref> inputs,
    SequencedMap<String, Const> weights,
    String node,
    List<TensorType> types) {
  public static final String INPUT = "input";
  public static final String PARAM = "param";
  public static final String BUFFER = "buffer";
  public static final String CONST = "const";
  public static final String SPLIT = "split";

  /** What flows into a module that is applied several times; its node is the module's path. */
  public static final String ENTRY = "entry";

  /** One time that such a module is applied: which, its argument {@code of} says. */
  public static final String USE = "use";

  public Layer {
    args = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(args));
    inputs = List.copyOf(inputs);
    weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    types = List.copyOf(types);
  }

  public Ref out() {
    return Ref.of(id);
  }

  public TensorType type() {
    return types.getFirst();
  }

  public boolean is(String name) {
    return op.equals(name);
  }

  /** Whether nothing flows into it. */
  public boolean isSource() {
    return is(INPUT) || is(ENTRY) || isTensor();
  }

  public boolean isTensor() {
    return is(PARAM) || is(BUFFER) || is(CONST);
  }

  public Ref input() {
    return inputs.getFirst();
  }

  public Object arg(String name, Object otherwise) {
    return args.getOrDefault(name, otherwise);
  }

  /** The axis of a layer that says one, as slices and splits always do. */
  public int axis() {
    return Math.toIntExact((Long) args.get("axis"));
  }

  /** The numbers of a tensor that is there before anything flows. */
  public Optional<Const> numbers() {
    return isTensor() ? Optional.of(weights.firstEntry().getValue()) : Optional.empty();
  }

  /** The same with other inputs, of the same types. */
  public Layer reading(List<Ref> others) {
    return new Layer(id, op, args, others, weights, node, types);
  }

  public Layer with(Map<String, Const> others) {
    return new Layer(id, op, args, inputs, new LinkedHashMap<>(others), node, types);
  }

  /** This layer in the place of another, of which others read. */
  public Layer at(int other) {
    return new Layer(other, op, args, inputs, weights, node, types);
  }

  public Layer called(String newNode) {
    return new Layer(id, op, args, inputs, weights, newNode, types);
  }
}
