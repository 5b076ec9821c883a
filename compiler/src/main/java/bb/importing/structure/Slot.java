package bb.importing.structure;

import bb.importing.layers.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A number among a layer's arguments, one of a tensor's sizes, or one in a constant's rule. */
public record Slot(int layer, String argument) {
  /** Arguments that are lists of numbers: a shape, the sizes of a split's parts. */
  static final Set<String> LISTS = Set.of("shape", "sizes");

  private static final String OUT = "out";

  private static final String SIZE = "size";

  private static final String NUMBER = "number";

  public static Slot size(Layer tensor, int axis) {
    return new Slot(tensor.id(), SIZE + axis);
  }

  /** One number of an argument that is a list. */
  static Slot element(Layer layer, String list, int place) {
    return new Slot(layer.id(), list + place);
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
          list().isPresent() || argument.startsWith(NUMBER)
              ? Kind.SIZE
              : argument.startsWith(SIZE) ? Kind.WIDTH : Kind.OTHER;
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

  /** The list that it is an element of. */
  private Optional<String> list() {
    return LISTS.stream()
        .filter(list -> argument.startsWith(list) && argument.length() > list.length())
        .findFirst();
  }

  /** An argument in which an expression stands here: the whole, or an element of a shape. */
  public Map.Entry<String, Object> filled(Map<String, Object> args, Object value) {
    if (list().isEmpty()) {
      return Map.entry(argument, value);
    }
    String list = list().get();
    List<Object> sizes = new ArrayList<>((List<?>) args.get(list));
    sizes.set(Integer.parseInt(argument.substring(list.length())), value);
    return Map.entry(list, sizes);
  }
}
