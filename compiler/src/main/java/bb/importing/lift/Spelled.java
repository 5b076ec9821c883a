package bb.importing.lift;

import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.List;
import java.util.Map;

/** A node by the operators that ONNX defines it by, so that it becomes what those become. */
record Spelled(Node node) {
  Value of(String operator, Value... inputs) {
    return of(operator, Map.of(), inputs);
  }

  Value of(String operator, Map<String, Object> attributes, Value... inputs) {
    return node.by(operator, attributes, 1, List.of(inputs)).getFirst();
  }

  Value transposed(Value x, long... order) {
    return of("Transpose", Map.of("perm", longs(order)), x);
  }

  Value reshaped(Value x, long... dims) {
    return of("Reshape", x, ints(dims));
  }

  /** The elements along an axis from one place to before another. */
  Value slice(Value x, long axis, long start, long end, long step) {
    return of("Slice", x, ints(start), ints(end), ints(axis), ints(step));
  }

  static Value ints(long... numbers) {
    return new Known(Const.ints(numbers));
  }

  static Value number(double number) {
    return new Known(Const.scalar(Kind.FLOAT, number));
  }

  static List<Long> longs(long... numbers) {
    return Const.ints(numbers).longs();
  }
}
