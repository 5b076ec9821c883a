package bb.importing.darknet;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.tables.TableGraph;

/** What darknet's activations are. */
final class Activations {
  private Activations() {}

  static Ref apply(
      TableGraph graph, Options options, String key, String otherwise, String place, Ref x) {
    String name = options.text(key, otherwise);
    return switch (name) {
      case "linear" -> x;
      case "leaky" -> graph.op(place, "leaky_relu", Layers.args("negative_slope", 0.1), x);
      case "logistic" -> graph.op(place, "sigmoid", x);
      case "relu" -> graph.op(place, "relu", x);
      case "relu6" -> graph.op(place, "relu6", x);
      case "tanh" -> graph.op(place, "tanh", x);
      case "elu" -> graph.op(place, "elu", x);
      case "mish" -> graph.op(place, "mish", x);
      case "swish" -> graph.op(place, "silu", x);
      case "gelu" -> graph.op(place, "gelu", Layers.args("approximate", "tanh"), x);
      case "hardtan" -> graph.op(place, "clamp", Layers.args("min", -1.0, "max", 1.0), x);
      case "relie" -> graph.op(place, "leaky_relu", x);
      // x where it is positive, and a tenth of x everywhere
      case "ramp" ->
          graph.op(
              place,
              "add",
              graph.op(place, "relu", x),
              graph.op(place, "affine", Layers.args("scale", 0.1), x));
      default ->
          throw options.unfit(
              key,
              "there is `linear`, `leaky`, `logistic`, `relu`, `relu6`, `tanh`, `elu`, `mish`,"
                  + " `swish`, `gelu`, `hardtan`, `relie` and `ramp`");
    };
  }
}
