package bb.report.draw;

import bb.graph.Graph.Node;
import bb.ops.Attribute;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a layer is called in a box, as papers do: {@code 3×3 conv, 64, /2}. */
final class Captions {
  /** What papers write in signs instead of words. */
  private static final Map<String, String> SIGNS =
      Map.of("add", "+", "sub", "−", "mul", "×", "div", "÷");

  /** Arguments that are written in another way, or not at all. */
  private static final List<String> ELSEWHERE = List.of("kernel", "stride", "padding");

  /** Arguments that change how much is computed, by their names in the specs. */
  private static final List<String> TOLD = List.of("groups", "dilation", "heads", "start", "end");

  private Captions() {}

  /** The sign of a layer that joins two tensors; empty if it has none. */
  static String sign(Node node) {
    return node.inputs().size() == 2 ? SIGNS.getOrDefault(node.op().spec().name(), "") : "";
  }

  static String of(Node node) {
    Map<String, String> arguments = arguments(node);
    String name = node.op().spec().name();
    if (node.inputs().isEmpty()) {
      return name + " " + shortened(node.path().substring(node.path().lastIndexOf('.') + 1));
    }
    List<String> parts = new ArrayList<>();
    int axes = Math.max(1, node.output().type().shape().rank() - 1);
    String kernel = arguments.getOrDefault("kernel", "");
    parts.add(kernel.isEmpty() ? name : extent(kernel, axes) + " " + name);
    for (Attribute attribute : node.op().spec().positional()) {
      String value = arguments.getOrDefault(attribute.name(), "");
      boolean elsewhere = ELSEWHERE.contains(attribute.name()) || TOLD.contains(attribute.name());
      if (!elsewhere && !value.isEmpty()) {
        parts.add(shortened(value));
      }
    }
    String stride = arguments.getOrDefault("stride", "1");
    if (!stride.equals("1")) {
      parts.add("/" + extent(stride, 1));
    }
    for (String told : TOLD) {
      if (arguments.containsKey(told)) {
        parts.add(told + " " + arguments.get(told));
      }
    }
    return String.join(", ", parts);
  }

  private static String extent(String value, int axes) {
    if (value.startsWith("[")) {
      return value.substring(1, value.length() - 1).replace(", ", "×");
    }
    return String.join("×", java.util.Collections.nCopies(axes, value));
  }

  /** Four digits of a long fraction, and the beginning of what is long otherwise. */
  private static String shortened(String value) {
    if (value.matches("-?\\d+\\.\\d{4,}")) {
      return new BigDecimal(value).round(new MathContext(4)).toPlainString();
    }
    return value.length() <= 18 ? value : value.substring(0, 17) + "…";
  }

  /** The arguments of a call by their names. */
  private static Map<String, String> arguments(Node node) {
    Map<String, String> arguments = new LinkedHashMap<>();
    String call = node.call();
    int open = call.indexOf('(');
    if (open < 0) {
      return arguments;
    }
    List<Attribute> positional = node.op().spec().positional();
    int position = 0;
    for (String part : parts(call.substring(open + 1, call.length() - 1))) {
      int colon = part.indexOf(": ");
      if (colon > 0 && node.op().spec().attribute(part.substring(0, colon)).isPresent()) {
        arguments.put(part.substring(0, colon), part.substring(colon + 2));
      } else if (position < positional.size()) {
        arguments.put(positional.get(position++).name(), part);
      }
    }
    return arguments;
  }

  /** What stands between commas outside of brackets. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    return parts;
  }
}
