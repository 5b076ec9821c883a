package bb.importing.write;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.syntax.Ast;
import bb.types.Axes;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Layers as a source calls them: what they are about by position, options by name. */
final class Calls {
  private Calls() {}

  /**
   * @param tensors what is given to it by name; nothing if it takes what flows
   * @param ties tensors of other layers in the place of its own
   */
  static Ast.Expr call(
      Layer layer, Map<String, Object> args, List<Ast.Expr> tensors, List<Ast.Argument> ties) {
    if (layer.is(Layer.SPLIT)) {
      return split(layer, (List<?>) args.get("sizes"));
    }
    if (layer.is(Layer.USE)) {
      return Make.reference(instance(layer));
    }
    OpSpec spec = Operators.find(layer.op()).orElseThrow();
    List<Attribute> named =
        spec.tensors().stream().filter(a -> args.containsKey(a.name())).toList();
    int plain = tensors.size() - (tensors.isEmpty() ? 0 : named.size());
    List<Ast.Argument> arguments = new ArrayList<>();
    tensors.subList(0, plain).forEach(tensor -> arguments.add(Make.argument(tensor)));
    boolean byName = false;
    List<Ast.Argument> options = new ArrayList<>();
    int next = plain;
    for (Attribute attribute : spec.attributes()) {
      Object value = args.get(attribute.name());
      if (value == null) {
        byName |= attribute.positional();
        continue;
      }
      if (attribute.type() instanceof Attribute.Type.Tensor) {
        options.add(Make.argument(attribute.name(), tensors.get(next++)));
        continue;
      }
      Ast.Expr written = value(attribute, value);
      if (attribute.positional() && !byName) {
        arguments.add(Make.argument(written));
      } else {
        options.add(Make.argument(attribute.name(), written));
      }
    }
    arguments.addAll(options);
    arguments.addAll(ties);
    return Make.call(layer.op(), arguments);
  }

  /** What a module that is applied several times is called where it is. */
  static String instance(Layer use) {
    String path = (String) use.args().get("of");
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /**
   * Arguments in which the height of an image is axis -2, as axis 1 is taken for its channels.
   *
   * @param in what flows into the layer first
   */
  static Map<String, Object> fromTheEnd(Layer layer, TensorType in) {
    Map<String, Object> args = new LinkedHashMap<>(layer.args());
    boolean image = in.shape().rank() == 3 && in.axes() != Axes.LAST;
    Optional<OpSpec> spec = Operators.find(layer.op());
    if (image
        && spec.isPresent()
        && spec.get().operator(args).statedAxis().stream().anyMatch(axis -> axis == 1)) {
      args.computeIfPresent(
          "axis", (_, axis) -> axis instanceof List ? List.of(-2L) : (Object) (-2L));
    }
    return args;
  }

  /** What a join of branches is called. */
  static Ast.JoinKind kind(Layer join) {
    return Ast.JoinKind.valueOf(join.op().toUpperCase(Locale.ROOT));
  }

  /** The arguments of a join of branches. */
  static List<Ast.Argument> options(Layer join, LayerGraph graph) {
    return fromTheEnd(join, graph.type(join.input())).entrySet().stream()
        .map(e -> Make.argument(e.getKey(), Make.value(e.getValue())))
        .toList();
  }

  private static Ast.Expr value(Attribute attribute, Object value) {
    boolean list =
        attribute.type() instanceof Attribute.Type.Ints
            || attribute.type() instanceof Attribute.Type.Numbers;
    return list && value instanceof List<?> all && all.size() > 1
        ? Make.list(all.stream().map(Make::value).toList())
        : Make.value(value);
  }

  private static Ast.Expr split(Layer layer, List<?> sizes) {
    boolean even = sizes.stream().distinct().count() == 1;
    List<Ast.Argument> arguments = new ArrayList<>();
    if (even) {
      arguments.add(Make.argument(Make.integer(sizes.size())));
    } else {
      sizes.forEach(size -> arguments.add(Make.argument(Make.value(size))));
    }
    long axis = layer.axis();
    int rank = layer.type().shape().rank();
    if (axis != layer.type().channelAxis()) {
      boolean fromTheEnd = axis == rank - 1 && rank > 1 || axis == 1 && rank == 3;
      arguments.add(Make.argument("axis", Make.integer(fromTheEnd ? axis - rank : axis)));
    }
    return Make.call("split", arguments);
  }
}
