package bb.random;

import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Statements, and the shape that flows out of the last. */
record Code(List<String> lines, Shape shape) {
  static Code of(Shape shape, String... lines) {
    return new Code(List.of(lines), shape);
  }

  /** With other statements after it. */
  Code then(Code next) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(next.lines);
    return new Code(all, next.shape);
  }

  /** With statements after it that keep its shape. */
  Code then(List<String> keeping) {
    return then(new Code(keeping, shape));
  }

  /** As braces. */
  String inline() {
    return "{ " + String.join("; ", lines) + " }";
  }
}
