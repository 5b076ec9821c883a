package bb.importing.structure;

import bb.importing.layers.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A number among a layer's arguments, one of a tensor's sizes, or one in a constant's rule. */
public record Slot(int layer, String argument) {
  /** The argument of layers that give elements another shape. */
  static final String SHAPE = "shape";

  private static final String OUT = "out";

  private static final String SIZE = "size";

  private static final String NUMBER = "number";

  public static Slot size(Layer tensor, int axis) {
    return new Slot(tensor.id(), SIZE + axis);
  }

  static Slot shape(Layer layer, int axis) {
    return new Slot(layer.id(), SHAPE + axis);
  }

  /** One of the numbers of a constant, in the order in which they are written. */
  public static Slot number(Layer constant, int place) {
    return new Slot(constant.id(), NUMBER + place);
  }

  /** What the number says. */
  enum Kind {
    /** How many features there are, or groups of them. */
    WIDTH,
    HEADS,
    KERNEL,
    /** One of several numbers that say how elements lie. */
    SIZE,
    OTHER
  }

  Kind kind() {
    return switch (argument) {
      case OUT, "groups" -> Kind.WIDTH;
      case "heads", "kv_heads" -> Kind.HEADS;
      case "kernel" -> Kind.KERNEL;
      default ->
          argument.startsWith(SIZE)
              ? Kind.WIDTH
              : isShape() || argument.startsWith(NUMBER) ? Kind.SIZE : Kind.OTHER;
    };
  }

  /** Whether it is how many features a layer makes. */
  boolean isOut() {
    return argument.equals(OUT);
  }

  /** What a parameter is called that stands here. */
  String noun() {
    return switch (kind()) {
      case WIDTH -> "width";
      case SIZE -> SIZE;
      case HEADS, KERNEL, OTHER -> argument;
    };
  }

  private boolean isShape() {
    return argument.startsWith(SHAPE);
  }

  /** An argument in which an expression stands here: the whole, or an element of a shape. */
  public Map.Entry<String, Object> filled(Map<String, Object> args, Object value) {
    if (!isShape()) {
      return Map.entry(argument, value);
    }
    List<Object> sizes = new ArrayList<>((List<?>) args.get(SHAPE));
    sizes.set(Integer.parseInt(argument.substring(SHAPE.length())), value);
    return Map.entry(SHAPE, sizes);
  }
}
