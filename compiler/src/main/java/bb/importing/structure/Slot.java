package bb.importing.structure;

import bb.importing.layers.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A number among a layer's arguments, or one of a tensor's sizes. */
public record Slot(int layer, String argument) {
  /** The argument of layers that give elements another shape. */
  static final String SHAPE = "shape";

  private static final String SIZE = "size";

  public static Slot size(Layer tensor, int axis) {
    return new Slot(tensor.id(), SIZE + axis);
  }

  static Slot shape(Layer layer, int axis) {
    return new Slot(layer.id(), SHAPE + axis);
  }

  boolean isWidth() {
    return Set.of("out", "groups").contains(argument) || argument.startsWith(SIZE);
  }

  boolean isShape() {
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
