package bb.importing.fold;

import bb.importing.read.Const;
import bb.importing.read.Kind;
import bb.importing.read.OnnxNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Computes nodes of which everything is known: the shape arithmetic of exporters, tables of
 * positions, weights that are transposed or made of others.
 */
public final class Folding {
  static final Map<String, Rule> RULES = rules();

  private Folding() {}

  /** What a node makes, or nothing if that is not known here. */
  @FunctionalInterface
  interface Rule {
    Optional<List<Const>> fold(Known node);
  }

  /** A node and its inputs, of which those that are left out are empty. */
  record Known(OnnxNode node, List<Optional<Const>> inputs, long opset) {
    Const in(int index) {
      return inputs.get(index).orElseThrow();
    }

    Optional<Const> optional(int index) {
      return index < inputs.size() ? inputs.get(index) : Optional.empty();
    }

    Optional<List<Long>> ints(String attribute, int input) {
      return node.ints(attribute).or(() -> optional(input).map(Const::longs));
    }

    int axis(String attribute, long otherwise, int rank) {
      long axis = node.integer(attribute, otherwise);
      return (int) (axis < 0 ? axis + rank : axis);
    }
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    Layouts.register(rules);
    Numbers.register(rules);
    Indexing.register(rules);
    return Map.copyOf(rules);
  }

  /** Whether something is known of the operator. */
  public static boolean knows(String operator) {
    return RULES.containsKey(operator);
  }

  /** What the node's outputs are, if they can be computed. */
  public static Optional<List<Const>> fold(
      OnnxNode node, List<Optional<Const>> inputs, long opset) {
    Rule rule = RULES.get(node.operator());
    if (rule == null || !node.domain().isEmpty() || aligns(node, opset)) {
      return Optional.empty();
    }
    try {
      return rule.fold(new Known(node, inputs, opset))
          .map(made -> made.stream().map(tensor -> tensor.remembering(node, inputs)).toList());
    } catch (IndexOutOfBoundsException
        | ArithmeticException
        | NoSuchElementException
        | IllegalArgumentException _) {
      return Optional.empty(); // a node that makes no sense is reported where it is translated
    }
  }

  /** Whether a node has axes of its second input along others than the last of its first. */
  public static boolean aligns(OnnxNode node, long opset) {
    return opset < 7 && node.integer("broadcast", 0) != 0 && node.integer("axis", -1) >= 0;
  }

  /** Where an operator that gathers takes each element from; nothing if that is outside. */
  public static Optional<Const> gathered(OnnxNode node, List<Long> dims, Const index) {
    try {
      Known known = new Known(node, List.of(), 0);
      Const own = new Const(Kind.INT, dims, i -> i, Optional.empty());
      return node.operator().equals("GatherND")
          ? Indexing.places(dims, index)
          : Indexing.elements(own, index, known.axis("axis", 0, dims.size()));
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Where each element of a scattered tensor comes from: itself, or the updates behind it. */
  public static Optional<Const> scattered(List<Long> dims, Const index, long updates) {
    try {
      return Indexing.scattered(dims, index, updates);
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static Optional<List<Const>> one(Const tensor) {
    return Optional.of(List.of(tensor));
  }

  /**
   * What an operator computes, each number rounded to the 32 bits in which the model has it: at the
   * edge of what is compared or rounded down, a number is there in one of the two only.
   */
  static Const computed(Kind kind, List<Long> dims, Const.Data numbers) {
    return Const.computed(kind, dims, kind == Kind.FLOAT ? i -> (float) numbers.at(i) : numbers);
  }

  /** The place along each axis of an element. */
  static long[] places(long index, long[] strides) {
    long[] places = new long[strides.length];
    long rest = index;
    for (int axis = 0; axis < strides.length; axis++) {
      places[axis] = rest / strides[axis];
      rest %= strides[axis];
    }
    return places;
  }

  static List<Long> longs(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  static Kind common(Const x, Const y) {
    return x.kind() == Kind.FLOAT || y.kind() == Kind.FLOAT ? Kind.FLOAT : x.kind();
  }
}
