package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Const.Made;
import bb.importing.read.Const.Turned;
import bb.importing.read.Kind;
import bb.importing.read.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Known tensors that were made of learned ones, which a network here has as they were learned. */
final class Derived {
  /** As many steps as are better read than the numbers that they make. */
  private static final int MOST_STEPS = 8;

  /** How many times more numbers there have to be than those that they are made of. */
  private static final int LEAST_GROWTH = 4;

  private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div", "Neg", "Abs");

  private Derived() {}

  /** What a number, or one for each of some heads or channels, is called that training makes. */
  private static final Pattern PARAMETER =
      Pattern.compile("(.*[._])?(scale|bias|temperature|gamma|beta|alpha)");

  /** What takes its other inputs as a layer's own tensors. */
  private static final Set<String> WEIGHTED =
      Set.of("MatMul", "Gemm", "Conv", "LayerNormalization", "BatchNormalization");

  /** Whether it is a parameter of the model that is no vector, or was made of one. */
  static boolean learned(Const tensor) {
    Set<Const.Data> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Const> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      Const next = open.pop();
      if (isParameter(next)) {
        return true;
      }
      if (seen.add(next.data())) {
        open.addAll(next.parts());
      }
    }
    return false;
  }

  /**
   * A number alone, or one of each head, is a parameter only if it is called so; vectors are parts
   * of layers that others make whole, and what has no name of its own was computed when the model
   * was written.
   */
  private static boolean isParameter(Const tensor) {
    Optional<String> name = tensor.origin().filter(Names::isMeant);
    if (!tensor.learned() || name.isEmpty()) {
      return false;
    }
    long axes = tensor.dims().stream().filter(dim -> dim != 1).count();
    boolean plain = axes == 0 || axes == 1 && tensor.rank() > 1;
    return plain ? PARAMETER.matcher(name.get()).matches() : axes > 1;
  }

  /** What was made of parameters, by layers over these; nothing if there are none for it. */
  static Optional<Flow> layers(Node node, Const tensor) {
    if (!learned(tensor)) {
      return ofConstants(node, tensor);
    }
    return switch (tensor.data()) {
      case Turned turned -> {
        Ref from = node.tensor(turned.from());
        List<Long> order = turned.order().stream().map(axis -> (long) axis).toList();
        yield Optional.of(node.made(node.layer("permute", Layers.args("order", order), from), -1));
      }
      case Made made when made.node().outputs().size() == 1 -> layers(node, made);
      default -> Optional.empty();
    };
  }

  /**
   * What no source says, of far smaller constants that it does: a mask of regions that are compared
   * with each other.
   */
  private static Optional<Flow> ofConstants(Node node, Const tensor) {
    return tensor.kind() == Kind.FLOAT && !Node.isShort(tensor)
        ? ofSmaller(node, tensor)
        : Optional.empty();
  }

  private static Optional<Flow> ofSmaller(Node node, Const tensor) {
    return tensor.data() instanceof Made made
            && ofOperands(made, MOST_STEPS) <= tensor.elements() / LEAST_GROWTH
        ? layers(node, made, operand -> operand.elements() > 1, Derived::ofSmaller)
        : Optional.empty();
  }

  /**
   * How many numbers the smallest constants have that it is computed of, if a source says all of
   * them.
   */
  private static long said(Const tensor, int steps) {
    long whole = Node.isShort(tensor) ? tensor.elements() : Long.MAX_VALUE;
    return tensor.data() instanceof Made made ? Math.min(whole, ofOperands(made, steps)) : whole;
  }

  private static long ofOperands(Made made, int steps) {
    return steps > 0 && ARITHMETIC.contains(made.node().operator())
        ? made.of().stream()
            .flatMap(Optional::stream)
            .mapToLong(operand -> said(operand, steps - 1))
            .reduce(
                0, (x, y) -> x == Long.MAX_VALUE || y == Long.MAX_VALUE ? Long.MAX_VALUE : x + y)
        : Long.MAX_VALUE;
  }

  private static Optional<Flow> layers(Node node, Made made) {
    return layers(node, made, Derived::learned, Derived::layers);
  }

  /**
   * @param flowing which of what it is made of are tensors of the network
   * @param derived what makes those
   */
  private static Optional<Flow> layers(
      Node node,
      Made made,
      Predicate<Const> flowing,
      BiFunction<Node, Const, Optional<Flow>> derived) {
    Optional<Translator> translator = Translators.of(made.node().operator());
    if (translator.isEmpty()) {
      return Optional.empty();
    }
    boolean weighted = WEIGHTED.contains(made.node().operator());
    List<Optional<Value>> inputs = new ArrayList<>();
    for (Optional<Const> operand : made.of()) {
      boolean flows = weighted ? inputs.isEmpty() : operand.filter(flowing).isPresent();
      inputs.add(operand.map(o -> flows ? flow(node, o, derived) : new Known(o)));
    }
    try {
      return node.translated(made.node(), translator.get(), inputs)
          .filter(value -> value instanceof Flow)
          .map(value -> (Flow) value);
    } catch (Refusal _) {
      return Optional.empty();
    }
  }

  private static Flow flow(
      Node node, Const operand, BiFunction<Node, Const, Optional<Flow>> derived) {
    List<Long> dims = operand.dims();
    int batch = !dims.isEmpty() && dims.getFirst() == 1 ? 0 : -1;
    Ref tensor = node.tensor(operand.reshaped(Value.without(dims, batch)), derived);
    return new Flow(tensor, dims, batch, operand.kind());
  }

  /**
   * {@code v * (g / |v|)} or {@code v / |v| * g}: directions and the lengths that their slices get.
   */
  static Optional<SequencedMap<String, Const>> weightNorm(Const weight) {
    return made(weight, "Mul")
        .flatMap(product ->
            orders(product)
                .map(pair ->
                    made(pair.get(1), "Div")
                        .flatMap(quotient -> weightNorm(pair.get(0), operands(quotient))))
                .flatMap(Optional::stream)
                .findFirst());
  }

  private static Optional<SequencedMap<String, Const>> weightNorm(
      Const factor, List<Const> quotient) {
    Optional<Const> divided =
        made(quotient.get(1), "ReduceL2").map(norm -> operands(norm).getFirst());
    if (divided.isEmpty()) {
      return Optional.empty();
    }
    boolean lengths = divided.get().data() == factor.data();
    Const direction = lengths ? factor : quotient.get(0);
    Const length = lengths ? quotient.get(0) : factor;
    if (direction.data() != divided.get().data() || length.elements() != direction.dim(0)) {
      return Optional.empty();
    }
    SequencedMap<String, Const> weights = Layers.of("weight_g", length);
    weights.put("weight_v", direction);
    return Optional.of(weights);
  }

  private static Optional<Made> made(Const tensor, String operator) {
    return tensor.data() instanceof Made made && made.node().operator().equals(operator)
        ? Optional.of(made)
        : Optional.empty();
  }

  private static List<Const> operands(Made made) {
    return made.of().stream().flatMap(Optional::stream).toList();
  }

  private static Stream<List<Const>> orders(Made made) {
    List<Const> both = operands(made);
    return both.size() == 2 ? Stream.of(both, both.reversed()) : Stream.empty();
  }
}
