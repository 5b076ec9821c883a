package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** Functions of one element, or of corresponding elements. */
final class Elementwise {
  private Elementwise() {}

  static void register(Map<String, Translator> all) {
    Map<String, String> plain =
        Map.ofEntries(
            Map.entry("Relu", "relu"),
            Map.entry("Sigmoid", "sigmoid"),
            Map.entry("Tanh", "tanh"),
            Map.entry("Exp", "exp"),
            Map.entry("Log", "log"),
            Map.entry("Abs", "abs"),
            Map.entry("Neg", "neg"),
            Map.entry("Sqrt", "sqrt"),
            Map.entry("Reciprocal", "reciprocal"),
            Map.entry("Erf", "erf"),
            Map.entry("Floor", "floor"),
            Map.entry("Ceil", "ceil"),
            Map.entry("Round", "round"),
            Map.entry("Sign", "sign"),
            Map.entry("Sin", "sin"),
            Map.entry("Cos", "cos"),
            Map.entry("Softplus", "softplus"),
            Map.entry("Mish", "mish"),
            Map.entry("HardSwish", "hard_swish"),
            Map.entry("Not", "logical_not"));
    plain.forEach((onnx, layer) -> all.put(onnx, each(node -> Step.of(layer))));
    all.put("Elu", each(n -> Step.of("elu", "alpha", n.onnx().number("alpha", 1))));
    all.put(
        "LeakyRelu",
        each(n ->
            Step.of("leaky_relu", "negative_slope", rounded(n.onnx().number("alpha", 0.01f)))));
    all.put(
        "Gelu", each(n -> Step.of("gelu", "approximate", n.onnx().text("approximate", "none"))));
    all.put("Swish", each(Elementwise::swish));
    all.put("HardSigmoid", each(Elementwise::hardSigmoid));
    all.put("Clip", each(Elementwise::clip));
    all.put(
        "Selu",
        each(n ->
            Step.of("elu", "alpha", n.onnx().number("alpha", 1.6732632f))
                .then("affine", "scale", rounded(n.onnx().number("gamma", 1.050701f)))));
    all.put(
        "Celu",
        each(n -> {
          double alpha = n.onnx().number("alpha", 1);
          return Step.of("affine", "scale", 1 / alpha).then("elu").then("affine", "scale", alpha);
        }));
    all.put("Softsign", Elementwise::softsign);
    all.put("Tan", Elementwise::tangent);
    all.put("IsNaN", Elementwise::isNaN);
    all.put("Trilu", Elementwise::triangle);
    all.put("PRelu", Elementwise::prelu);
    all.put("Cast", Elementwise::cast);
    all.put("CastLike", Elementwise::castLike);
  }

  /** Layers one behind the other. */
  private record Step(List<Map.Entry<String, SequencedMap<String, Object>>> layers) {
    static Step of(String op, Object... args) {
      return new Step(List.of()).then(op, args);
    }

    Step then(String op, Object... args) {
      List<Map.Entry<String, SequencedMap<String, Object>>> all = new ArrayList<>(layers);
      all.add(Map.entry(op, Layers.args(args)));
      return new Step(all);
    }
  }

  private static Translator each(Function<Node, Step> steps) {
    return node -> {
      Flow x = node.flow(0);
      Ref ref = x.ref();
      for (var step : steps.apply(node).layers()) {
        ref = node.layer(step.getKey(), step.getValue(), ref);
      }
      return List.of(node.made(ref, x.batch()));
    };
  }

  /** A number of 32 bits as people write it. */
  static double rounded(double number) {
    return Double.parseDouble(Float.toString((float) number));
  }

  private static Step swish(Node node) {
    if (node.onnx().number("alpha", 1) != 1) {
      throw node.refuse("scales what its sigmoid takes");
    }
    return Step.of("silu");
  }

  private static Step hardSigmoid(Node node) {
    double alpha = node.onnx().number("alpha", 0.2f);
    double beta = node.onnx().number("beta", 0.5);
    if (Math.abs(alpha - 1 / 6.0) < 1e-6 && beta == 0.5) {
      return Step.of("hard_sigmoid");
    }
    return Step.of("affine", "scale", rounded(alpha), "shift", rounded(beta))
        .then("clamp", "min", 0.0, "max", 1.0);
  }

  private static Step clip(Node node) {
    Optional<Double> least = bound(node, "min", 1);
    Optional<Double> most = bound(node, "max", 2);
    if (least.equals(Optional.of(0.0)) && node.flow(0).kind() == Kind.FLOAT) {
      if (most.equals(Optional.of(6.0))) {
        return Step.of("relu6");
      }
      if (most.isEmpty()) {
        return Step.of("relu");
      }
    }
    if (least.isEmpty() && most.isEmpty()) {
      return new Step(List.of());
    }
    SequencedMap<String, Object> args = Layers.args();
    least.ifPresent(value -> args.put("min", value));
    most.ifPresent(value -> args.put("max", value));
    return new Step(List.of(Map.entry("clamp", args)));
  }

  private static Optional<Double> bound(Node node, String attribute, int input) {
    if (node.onnx().has(attribute)) {
      return Optional.of(rounded(node.onnx().number(attribute, 0)));
    }
    return node.known(input)
        .map(tensor -> tensor.single().orElseThrow(() -> node.refuse("has bounds that differ")))
        .filter(value -> Math.abs(value) < 3.4e38 && Math.abs(value) < 9.2e18);
  }

  private static List<Value> softsign(Node node) {
    Flow x = node.flow(0);
    Ref below = node.layer("affine", Layers.args("shift", 1.0), node.layer("abs", x.ref()));
    return List.of(node.made(node.layer("div", x.ref(), below), x.batch()));
  }

  private static List<Value> tangent(Node node) {
    Flow x = node.flow(0);
    Ref quotient = node.layer("div", node.layer("sin", x.ref()), node.layer("cos", x.ref()));
    return List.of(node.made(quotient, x.batch()));
  }

  /** Nothing else differs from itself. */
  private static List<Value> isNaN(Node node) {
    Flow x = node.flow(0);
    return List.of(node.made(node.layer("not_equal", x.ref(), x.ref()), x.batch()));
  }

  private static List<Value> triangle(Node node) {
    Flow x = node.flow(0);
    if (x.rank() < 2 || x.batch() >= 0 && x.batch() > x.rank() - 3) {
      throw node.refuse("takes a triangle of %s".formatted(x.dims()));
    }
    long shift = node.known(1).map(Const::longs).map(List::getFirst).orElse(0L);
    boolean upper = node.onnx().integer("upper", 1) != 0;
    long columns = x.dims().getLast();
    Const kept =
        Const.computed(
            Kind.BOOL,
            x.dims().subList(x.rank() - 2, x.rank()),
            i -> {
              long beyond = i % columns - i / columns - shift;
              return (upper ? beyond >= 0 : beyond <= 0) ? 1 : 0;
            });
    Ref where = Pairs.aligned(node, new Known(kept), x.rank(), x.batch());
    return List.of(
        node.made(node.layer("where", Layers.args("otherwise", 0.0), where, x.ref()), x.batch()));
  }

  private static List<Value> prelu(Node node) {
    Flow x = node.flow(0);
    Const stated = node.constant(1);
    boolean bare = node.opset() < 7 && stated.rank() == 1 && x.rank() > 2;
    Const slope =
        bare ? ((Known) Pairs.ahead(node, new Known(stated), x.rank() - 2)).tensor() : stated;
    long count = slope.elements();
    boolean channels =
        count == 1
            || x.batch() == 0
                && x.rank() > 2
                && slope.rank() == x.rank() - 1
                && slope.dim(0) == count;
    Optional<Double> uniform = slope.learned() ? Optional.empty() : slope.uniform();
    if (uniform.isPresent()) {
      return List.of(
          node.made(
              node.layer("leaky_relu", Layers.args("negative_slope", uniform.get()), x.ref()),
              x.batch()));
    }
    if (channels && x.inner().size() != 2) {
      Ref made =
          node.layer(
              "prelu",
              Layers.args("num_parameters", count),
              Layers.of("weight", slope.reshaped(List.of(count))),
              x.ref());
      return List.of(node.made(made, x.batch()));
    }
    Ref positive = node.layer("relu", x.ref());
    Ref negative = node.layer("clamp", Layers.args("max", 0.0), x.ref());
    Flow scaled = Pairs.combined(node, "mul", node.made(negative, x.batch()), new Known(slope));
    return List.of(Pairs.combined(node, "add", node.made(positive, x.batch()), scaled));
  }

  private static List<Value> castLike(Node node) {
    Kind kind = node.need(1).kind();
    return List.of(
        node.need(0) instanceof Known(var tensor)
            ? new Known(tensor.as(kind))
            : to(node, node.flow(0), kind));
  }

  private static List<Value> cast(Node node) {
    Kind kind =
        Kind.ofNumber(node.onnx().integer("to", 1))
            .orElseThrow(() -> node.refuse("makes a type that networks here do not have"));
    return List.of(to(node, node.flow(0), kind));
  }

  static Flow to(Node node, Flow x, Kind kind) {
    if (x.kind() == kind) {
      return x;
    }
    Ref made =
        switch (kind) {
          case FLOAT -> node.layer("float", x.ref());
          case INT -> node.layer("int", x.ref());
          case BOOL -> node.layer("not_equal", Layers.args("value", 0.0), x.ref());
        };
    return node.made(made, x.batch());
  }
}
