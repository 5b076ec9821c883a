package bb.importing.ultralytics;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.tables.TableGraph;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What follows the norm of a convolution, by the words of PyTorch. */
record Activation(Optional<String> layer, SequencedMap<String, Object> args) {
  private static final Pattern CALL =
      Pattern.compile("(?:torch\\.)?nn\\.(\\w+)\\((?:(\\d*\\.?\\d+)|inplace=True)?\\)");

  static Activation of(Optional<Yaml.Scalar> stated) {
    if (stated.isEmpty()) {
      return new Activation(Optional.of("silu"), Layers.args());
    }
    Matcher call = CALL.matcher(stated.get().text().replace(" ", ""));
    if (call.matches()) {
      switch (call.group(1)) {
        case "SiLU":
          return new Activation(Optional.of("silu"), Layers.args());
        case "ReLU":
          return new Activation(Optional.of("relu"), Layers.args());
        case "ReLU6":
          return new Activation(Optional.of("relu6"), Layers.args());
        case "Mish":
          return new Activation(Optional.of("mish"), Layers.args());
        case "GELU":
          return new Activation(Optional.of("gelu"), Layers.args());
        case "Hardswish":
          return new Activation(Optional.of("hard_swish"), Layers.args());
        case "Identity":
          return new Activation(Optional.empty(), Layers.args());
        case "LeakyReLU":
          double slope = call.group(2) == null ? 0.01 : Double.parseDouble(call.group(2));
          return new Activation(Optional.of("leaky_relu"), Layers.args("negative_slope", slope));
        default:
      }
    }
    throw Table.malformed(
        stated.get(),
        "there is nn.SiLU(), ReLU, ReLU6, LeakyReLU(0.1), Mish, GELU, Hardswish and Identity");
  }

  Ref apply(TableGraph graph, String place, Ref x) {
    return layer.map(name -> graph.op(place, name, args, x)).orElse(x);
  }
}
