package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.types.Axes;
import bb.types.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A gate for which the standard library has a block, {@code SqueezeExcite}: each channel is weighed
 * by what two convolutions make of the averages of all.
 *
 * @param narrow the first of them
 * @param act the activation between
 * @param gate what makes weights of numbers
 */
record Squeeze(Item.Join join, Layer narrow, Layer act, Layer gate) {
  static final String BLOCK = "SqueezeExcite";

  private static final int STEPS = 5;

  /**
   * With a label around the whole where it is around what makes the weights, as a call of the block
   * has it.
   *
   * @param paths of the layers that have tensors
   */
  static List<Item> labelled(List<Item> items, Map<Integer, String> paths) {
    return Sequences.change(
        items, list -> list.stream().map(item -> labelled(item, paths)).toList());
  }

  private static Item labelled(Item item, Map<Integer, String> paths) {
    if (item instanceof Item.Join join
        && join.gate().filter(gate -> gate.size() == 1).isPresent()
        && join.gate().get().getFirst() instanceof Item.Scope inner) {
      Item.Scope around =
          new Item.Scope(
              inner.label(),
              List.of(
                  Sequences.branches(join, branch -> branch.isEmpty() ? branch : inner.items())));
      return of(around, paths).isPresent() ? around : item;
    }
    return item;
  }

  static Optional<Squeeze> of(Item.Scope scope, Map<Integer, String> paths) {
    if (scope.items().size() != 1
        || !(scope.items().getFirst() instanceof Item.Join join)
        || !isImage(join.from().type())) {
      return Optional.empty();
    }
    List<Layer> layers =
        join.gate().stream()
            .filter(gate -> gate.stream().allMatch(step -> step instanceof Item.Call))
            .flatMap(List::stream)
            .flatMap(Item::layers)
            .toList();
    long channels = join.from().type().shape().dims().getFirst();
    boolean squeezes =
        layers.size() == STEPS
            && layers.get(0).is("global_avg_pool")
            && layers.get(0).args().isEmpty()
            && isPointwise(layers.get(1))
            && isPlain(layers.get(2))
            && isPointwise(layers.get(3))
            && layers.get(3).args().get("out").equals(channels)
            && isPlain(layers.get(4));
    if (!squeezes) {
      return Optional.empty();
    }
    String path = paths.getOrDefault(layers.get(1).id(), "");
    boolean called =
        ("." + path).endsWith("." + scope.label() + ".fc1")
            && path.replaceFirst("1$", "2").equals(paths.get(layers.get(3).id()));
    return called
        ? Optional.of(new Squeeze(join, layers.get(1), layers.get(2), layers.get(4)))
        : Optional.empty();
  }

  private static boolean isImage(TensorType type) {
    return type.shape().rank() == 3 && type.axes() != Axes.LAST;
  }

  /** A convolution of single elements that has a bias, and says nothing else. */
  private static boolean isPointwise(Layer layer) {
    return layer.is("conv")
        && layer.args().keySet().equals(Set.of("out", "kernel"))
        && BlockNames.isOne(layer.args().get("kernel"));
  }

  /** A layer that its word says all of. */
  private static boolean isPlain(Layer layer) {
    return layer.args().isEmpty() && layer.weights().isEmpty() && layer.inputs().size() == 1;
  }

  Slot squeezed() {
    return new Slot(narrow.id(), "out");
  }

  long width() {
    return (Long) narrow.args().get("out");
  }

  /** A call of the block. */
  Units.Use use() {
    SequencedMap<String, Units.Argument> arguments = new LinkedHashMap<>();
    arguments.put("squeezed", new Units.Quantity(width(), squeezed()));
    if (!act.is("relu")) {
      arguments.put("act", new Units.Word(act.op()));
    }
    if (!gate.is("sigmoid")) {
      arguments.put("gate", new Units.Word(gate.op()));
    }
    return new Units.Use(BLOCK, arguments, join.from().out(), new LinkedHashMap<>());
  }
}
