package bb.importing.lift;

import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Operators that ONNX defines by others, or that a few others compute. */
final class Functions {
  private Functions() {}

  static void register(Map<String, Translator> all) {
    put(all, "Shrink", Functions::shrunk);
    put(all, "ThresholdedRelu", Functions::aboveThreshold);
    put(all, "Sinh", (s, x) -> half(s, "Sub", x));
    put(all, "Cosh", (s, x) -> half(s, "Add", x));
    put(all, "Asinh", (s, x) -> logarithm(s, x, 1));
    put(all, "Acosh", (s, x) -> logarithm(s, x, -1));
    put(all, "Atanh", Functions::areaTangent);
    put(all, "MeanVarianceNormalization", Functions::standardised);
    put(all, "IsInf", Functions::infinite);
    all.put("OneHot", node -> List.of(oneHot(node)));
    all.put("Hardmax", node -> List.of(hardmax(node)));
  }

  private static void put(
      Map<String, Translator> all, String operator, BiFunction<Spelled, Value, Value> spelling) {
    all.put(operator, node -> List.of(spelling.apply(new Spelled(node), node.need(0))));
  }

  private static Value shrunk(Spelled s, Value x) {
    double least = s.node().onnx().number("lambd", 0.5);
    double bias = s.node().onnx().number("bias", 0);
    Value below = s.of("Add", x, Spelled.number(bias));
    Value above = s.of("Sub", x, Spelled.number(bias));
    Value small = s.of("Where", s.of("Less", x, Spelled.number(-least)), below, Spelled.number(0));
    return s.of("Where", s.of("Greater", x, Spelled.number(least)), above, small);
  }

  private static Value aboveThreshold(Spelled s, Value x) {
    double least = s.node().onnx().number("alpha", 1);
    return s.of("Where", s.of("Greater", x, Spelled.number(least)), x, Spelled.number(0));
  }

  private static Value half(Spelled s, String operator, Value x) {
    Value both = s.of(operator, s.of("Exp", x), s.of("Exp", s.of("Neg", x)));
    return s.of("Mul", both, Spelled.number(0.5));
  }

  private static Value logarithm(Spelled s, Value x, double square) {
    Value root = s.of("Sqrt", s.of("Add", s.of("Mul", x, x), Spelled.number(square)));
    return s.of("Log", s.of("Add", x, root));
  }

  private static Value areaTangent(Spelled s, Value x) {
    Value more = s.of("Add", x, Spelled.number(1));
    Value less = s.of("Sub", Spelled.number(1), x);
    return s.of("Mul", s.of("Log", s.of("Div", more, less)), Spelled.number(0.5));
  }

  private static Value standardised(Spelled s, Value x) {
    List<Long> axes = s.node().onnx().ints("axes").orElse(List.of(0L, 2L, 3L));
    Value along = new Known(Const.ints(axes));
    Value centred = s.of("Sub", x, s.of("ReduceMean", x, along));
    Value variance = s.of("ReduceMean", s.of("Mul", centred, centred), along);
    Value deviation = s.of("Add", s.of("Sqrt", variance), Spelled.number(1e-9));
    return s.of("Div", centred, deviation);
  }

  private static Value infinite(Spelled s, Value x) {
    Value most = Spelled.number(Float.MAX_VALUE);
    boolean above = s.node().onnx().integer("detect_positive", 1) != 0;
    boolean below = s.node().onnx().integer("detect_negative", 1) != 0;
    Value large =
        s.of("Greater", above && below ? s.of("Abs", x) : above ? x : s.of("Neg", x), most);
    if (!above && !below) {
      return s.of("And", large, s.of("Not", large));
    }
    return large;
  }

  /** The element of an axis of {@code size} that is on is that of the number. */
  private static Value oneHot(Node node) {
    Spelled s = new Spelled(node);
    Value numbers = Elementwise.to(node, node.flow(0), Kind.INT);
    long size = node.constant(1).longs().getFirst();
    Const values = node.constant(2);
    if (size < 1 || size > Const.MOST_COMPUTED || values.elements() != 2) {
      throw node.refuse("makes rows of %d".formatted(size));
    }
    int rank = numbers.dims().size() + 1;
    long stated = node.onnx().integer("axis", -1);
    int axis = (int) (stated < 0 ? stated + rank : stated);
    Value spread = s.of("Unsqueeze", numbers, Spelled.ints(axis));
    Value on = s.of("Equal", spread, places(size, 0, rank - axis - 1));
    boolean natural = numbers instanceof Flow flow && Indices.isNatural(node, flow.ref(), false);
    if (!natural) {
      on = s.of("Or", on, s.of("Equal", spread, places(size, -size, rank - axis - 1)));
    }
    double off = values.at(0);
    Value ones = s.of("Cast", Map.of("to", type(values.kind())), on);
    Value scaled =
        values.at(1) - off == 1 ? ones : s.of("Mul", ones, scalar(values, values.at(1) - off));
    return off == 0 ? scaled : s.of("Add", scaled, scalar(values, off));
  }

  private static Value scalar(Const like, double number) {
    return new Known(Const.scalar(like.kind(), number));
  }

  /** ONNX's number of a type. */
  private static long type(Kind kind) {
    return switch (kind) {
      case FLOAT -> 1;
      case INT -> 7;
      case BOOL -> 9;
    };
  }

  /** 0, 1, ... with axes of one element behind. */
  private static Value places(long size, long from, int behind) {
    List<Long> dims = new ArrayList<>(List.of(size));
    dims.addAll(Collections.nCopies(behind, 1L));
    return new Known(Const.computed(Kind.INT, dims, i -> from + i));
  }

  private static Value hardmax(Node node) {
    Spelled s = new Spelled(node);
    Value x = node.need(0);
    int rank = x.dims().size();
    long stated = node.onnx().integer("axis", node.opset() < 13 ? 1 : -1);
    int axis = (int) (stated < 0 ? stated + rank : stated);
    if (node.opset() < 13 && axis != rank - 1) {
      throw node.refuse("takes several axes as one");
    }
    Value largest = s.of("ArgMax", Map.of("axis", (long) axis, "keepdims", 1L), x);
    Value on = s.of("Equal", largest, places(x.dims().get(axis), 0, rank - axis - 1));
    return s.of("Cast", Map.of("to", 1L), on);
  }
}
