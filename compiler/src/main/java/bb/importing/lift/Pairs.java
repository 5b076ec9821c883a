package bb.importing.lift;

import bb.importing.fold.Folding;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions of corresponding elements of several tensors, of which smaller ones are repeated. */
final class Pairs {
  private Pairs() {}

  static void register(Map<String, Translator> all) {
    all.put("Add", many("add"));
    all.put("Sum", many("add"));
    all.put("Mul", many("mul"));
    all.put("Min", many("minimum"));
    all.put("Max", many("maximum"));
    all.put("Sub", two("sub"));
    all.put("Div", Pairs::divide);
    all.put("Pow", Pairs::power);
    all.put("Equal", two("equal"));
    all.put("Less", two("less"));
    all.put("LessOrEqual", two("less_equal"));
    all.put("Greater", two("greater"));
    all.put("GreaterOrEqual", two("greater_equal"));
    all.put("And", two("logical_and"));
    all.put("Or", two("logical_or"));
    all.put("Xor", Pairs::either);
    all.put("Mod", Pairs::mod);
    all.put("Mean", Pairs::mean);
    all.put("Where", Pairs::where);
    all.put("Expand", Pairs::expand);
  }

  private static Translator two(String layer) {
    return node -> List.of(combined(node, layer, node.need(0), second(node)));
  }

  private static Translator many(String layer) {
    return node -> List.of(joined(node, layer));
  }

  private static Value joined(Node node, String layer) {
    Value result = node.need(0);
    for (int i = 1; i < node.count(); i++) {
      result = combined(node, layer, result, i == 1 ? second(node) : node.need(i));
    }
    return result;
  }

  /** The second input, whose axes an older operator may have along any of the first one's. */
  private static Value second(Node node) {
    Value y = node.need(1);
    if (!Folding.aligns(node.onnx(), node.opset())) {
      return y;
    }
    long behind = node.need(0).dims().size() - node.onnx().integer("axis", 0) - y.dims().size();
    if (behind < 0) {
      throw node.refuse("has no axes for all of %s".formatted(y.dims()));
    }
    return ahead(node, y, behind);
  }

  /** The same with axes of 1 behind its own. */
  static Value ahead(Node node, Value y, long behind) {
    List<Long> dims = new ArrayList<>(y.dims());
    dims.addAll(Collections.nCopies((int) behind, 1L));
    return switch (y) {
      case Known(var tensor) -> new Known(tensor.reshaped(dims));
      case Flow flow -> node.shaped(flow.ref(), dims);
    };
  }

  private static List<Value> mean(Node node) {
    Flow sum = node.flow(joined(node, "add"));
    Ref scaled = node.layer("affine", Layers.args("scale", 1.0 / node.count()), sum.ref());
    return List.of(node.made(scaled, sum.batch()));
  }

  private static List<Value> divide(Node node) {
    Value x = node.need(0);
    Value y = second(node);
    if (x.kind() != Kind.INT) {
      return List.of(combined(node, "div", x, y));
    }
    if (x instanceof Flow flow && y instanceof Known(var c)) {
      Optional<Double> number = number(c).filter(n -> n > 0);
      if (number.isPresent() && Indices.isNatural(node, flow.ref(), false)) {
        return List.of(spread(node, numbered(node, "floor_divide", flow, number.get()), c.dims()));
      }
    }
    // not by an inverse, which is less than one divided by itself
    Flow quotient = paired(node, "div", floats(node, x), floats(node, y));
    return List.of(Elementwise.to(node, quotient, Kind.INT));
  }

  /** One of two, and not both. */
  private static List<Value> either(Node node) {
    Flow any = combined(node, "logical_or", node.need(0), node.need(1));
    Flow both = combined(node, "logical_and", node.need(0), node.need(1));
    Flow not = node.made(node.layer("logical_not", both.ref()), both.batch());
    return List.of(combined(node, "logical_and", any, not));
  }

  private static List<Value> mod(Node node) {
    if (node.onnx().integer("fmod", 0) != 0) {
      throw node.refuse("leaves remainders of the sign of what is divided");
    }
    return List.of(combined(node, "remainder", node.need(0), node.need(1)));
  }

  /** Whole numbers are raised as floats, and are whole again. */
  private static List<Value> power(Node node) {
    Value whole = node.need(0);
    Value x = floats(node, whole);
    Flow made = power(node, x, floats(node, second(node)));
    return List.of(Elementwise.to(node, made, whole.kind()));
  }

  private static Flow power(Node node, Value x, Value y) {
    if (y instanceof Known(var c) && c.uniform().isPresent() && x instanceof Flow flow) {
      double exponent = c.uniform().get();
      boolean square = exponent == 2;
      Ref made =
          square
              ? node.layer("square", flow.ref())
              : exponent == 0.5
                  ? node.layer("sqrt", flow.ref())
                  : node.layer("pow", Layers.args("exponent", exponent), flow.ref());
      return spread(node, node.made(made, flow.batch()), c.dims());
    }
    return combined(node, "pow", x, y);
  }

  private static Value floats(Node node, Value value) {
    return switch (value) {
      case Known(var tensor) -> new Known(tensor.as(Kind.FLOAT));
      case Flow flow -> Elementwise.to(node, flow, Kind.FLOAT);
    };
  }

  /** A layer of two tensors, or of one and a number. */
  static Flow combined(Node node, String layer, Value x, Value y) {
    if (x instanceof Flow a && y instanceof Known(var c)) {
      Optional<Double> number = number(c);
      if (number.isPresent() && withNumber(layer)) {
        return spread(node, numbered(node, layer, a, number.get()), c.dims());
      }
    }
    if (x instanceof Known(var c) && y instanceof Flow b) {
      Optional<Double> number = number(c);
      if (number.isPresent()) {
        Optional<Flow> turned = turned(node, layer, number.get(), b);
        if (turned.isPresent()) {
          return spread(node, turned.get(), c.dims());
        }
      }
    }
    return paired(node, layer, x, y);
  }

  private static Flow paired(Node node, String layer, Value x, Value y) {
    List<Long> out = broadcast(node, x.dims(), y.dims());
    int batch = batch(x, y, out);
    Ref made =
        node.layer(layer, aligned(node, x, out.size(), batch), aligned(node, y, out.size(), batch));
    return node.made(made, batch);
  }

  /** The number that a tensor stands for, unless training made it. */
  static Optional<Double> number(Const tensor) {
    boolean alone = tensor.elements() == 1;
    boolean learned = Derived.learned(tensor) || !alone && tensor.learned();
    return learned ? Optional.empty() : tensor.uniform();
  }

  private static boolean withNumber(String layer) {
    return !layer.startsWith("logical");
  }

  private static Flow numbered(Node node, String layer, Flow x, double number) {
    boolean whole = x.kind() == Kind.INT;
    Ref made =
        switch (layer) {
          case "add" -> node.layer("affine", Layers.args("shift", number), x.ref());
          case "sub" -> node.layer("affine", Layers.args("shift", -number), x.ref());
          case "mul" -> node.layer("affine", Layers.args("scale", number), x.ref());
          case "div" -> node.layer("affine", Layers.args("scale", inverse(number)), x.ref());
          case "pow" -> node.layer(layer, Layers.args("exponent", number), x.ref());
          default ->
              node.layer(
                  layer,
                  Layers.args("value", whole ? (Object) (double) Math.round(number) : number),
                  x.ref());
        };
    Flow flow = node.made(made, x.batch());
    return whole && node.maker(made).is("affine") ? Elementwise.to(node, flow, Kind.INT) : flow;
  }

  private static double inverse(double number) {
    return 1 / number;
  }

  /** A number and a tensor, in that order. */
  private static Optional<Flow> turned(Node node, String layer, double number, Flow x) {
    return switch (layer) {
      case "add", "mul", "minimum", "maximum", "equal", "not_equal" ->
          Optional.of(numbered(node, layer, x, number));
      case "sub" -> {
        Ref made = node.layer("affine", Layers.args("scale", -1.0, "shift", number), x.ref());
        yield Optional.of(Elementwise.to(node, node.made(made, x.batch()), x.kind()));
      }
      case "div" -> {
        Ref inverse = node.layer("reciprocal", x.ref());
        Flow made = node.made(inverse, x.batch());
        yield Optional.of(number == 1 ? made : numbered(node, "mul", made, number));
      }
      case "less" -> Optional.of(numbered(node, "greater", x, number));
      case "less_equal" -> Optional.of(numbered(node, "greater_equal", x, number));
      case "greater" -> Optional.of(numbered(node, "less", x, number));
      case "greater_equal" -> Optional.of(numbered(node, "less_equal", x, number));
      default -> Optional.empty();
    };
  }

  /** A result in the shape that a partner of these dimensions makes it. */
  private static Flow spread(Node node, Flow x, List<Long> partner) {
    List<Long> out = broadcast(node, x.dims(), partner);
    if (out.equals(x.dims())) {
      return x;
    }
    if (Const.elements(out) == Const.elements(x.dims())) {
      return node.shaped(x.ref(), out);
    }
    return expanded(node, x, out);
  }

  private static List<Value> expand(Node node) {
    Flow x = node.flow(0);
    List<Long> wanted = node.constant(1).longs();
    return List.of(spread(node, x, wanted));
  }

  private static Flow expanded(Node node, Flow x, List<Long> out) {
    Const zeros = new Const(x.kind(), out, _ -> x.kind() == Kind.BOOL ? 1 : 0, Optional.empty());
    if (x.kind() == Kind.BOOL) {
      int batch = batch(x, new Known(zeros), out);
      Ref ones = aligned(node, new Known(zeros), out.size(), batch);
      return node.made(node.layer("logical_and", aligned(node, x, out.size(), batch), ones), batch);
    }
    int batch = batch(x, new Known(zeros), out);
    return node.made(
        node.layer(
            "add",
            aligned(node, x, out.size(), batch),
            aligned(node, new Known(zeros), out.size(), batch)),
        batch);
  }

  static List<Long> broadcast(Node node, List<Long> x, List<Long> y) {
    return Const.broadcast(x, y)
        .orElseThrow(() -> node.refuse("combines %s and %s".formatted(x, y)));
  }

  /** The batch of a result: that of a tensor that has one, if it is still of one example. */
  static int batch(Value x, Value y, List<Long> out) {
    for (Value value : List.of(x, y)) {
      if (value instanceof Flow flow && flow.batch() >= 0) {
        int at = flow.batch() + out.size() - flow.rank();
        if (out.get(at) == 1) {
          return at;
        }
      }
    }
    return -1;
  }

  /** A tensor with all of the result's axes but the batch. */
  static Ref aligned(Node node, Value value, int rank, int batch) {
    List<Long> dims =
        new ArrayList<>(Collections.nCopies(Math.max(0, rank - value.dims().size()), 1L));
    dims.addAll(value.dims());
    List<Long> inner = Value.without(dims, batch);
    return switch (value) {
      case Flow flow -> node.as(flow, inner);
      case Known(var tensor) -> node.tensor(tensor.reshaped(inner));
    };
  }

  private static List<Value> where(Node node) {
    Value condition = node.need(0);
    Value x = node.need(1);
    Value y = node.need(2);
    List<Long> out = broadcast(node, broadcast(node, condition.dims(), x.dims()), y.dims());
    int first = batch(condition, x, out);
    int batch = first >= 0 ? first : batch(x, y, out);
    boolean turned = x instanceof Known(var c) && number(c).isPresent() && y instanceof Flow;
    Value kept = turned ? y : x;
    Value other = turned ? x : y;
    Optional<Double> otherwise = other instanceof Known(var c) ? number(c) : Optional.empty();
    Ref c = aligned(node, turned ? negated(node, condition) : condition, out.size(), batch);
    Ref a = aligned(node, kept, out.size(), batch);
    Flow made =
        node.made(
            otherwise.isPresent()
                ? node.layer("where", Layers.args("otherwise", otherwise.get()), c, a)
                : node.layer("where", c, a, aligned(node, other, out.size(), batch)),
            batch);
    return List.of(spread(node, made, out));
  }

  private static Value negated(Node node, Value condition) {
    return switch (condition) {
      case Known(var c) ->
          new Known(new Const(Kind.BOOL, c.dims(), i -> c.at(i) == 0 ? 1 : 0, Optional.empty()));
      case Flow flow -> node.made(node.layer("logical_not", flow.ref()), flow.batch());
    };
  }
}
