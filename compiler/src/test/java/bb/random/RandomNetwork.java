package bb.random;

import bb.random.Scope.Named;
import bb.random.Scope.Symbol;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A well-typed source file with one network, which a list of numbers determines: each number is one
 * choice, and when they run out the network is done, so that a shorter list is a smaller network.
 * Statements are made with the shape that flows into them, from the layers' own rules.
 */
final class RandomNetwork {
  private static final List<Shape> INPUTS =
      List.of(
          Shape.of(4, 6, 5),
          Shape.of(6, 4, 4),
          Shape.of(1, 7, 3),
          Shape.of(3, 8, 9),
          Shape.of(10),
          Shape.of(5, 6));
  private static final List<String> KEEPING =
      List.of(
          "relu", "silu", "sigmoid", "hard_swish", "leaky_relu(0.2)", "gelu", "tanh", "identity");
  private static final int MAX_DEPTH = 3;

  private final Choices choices;
  private final List<String> declarations = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private int names;

  /** A block that was declared: how it is called, and for what. */
  private record Block(String call, Shape in, Shape out) {}

  /** Statements, and the shape that flows out of the last. */
  private record Code(List<String> lines, Shape shape) {
    static Code of(Shape shape, String... lines) {
      return new Code(List.of(lines), shape);
    }

    /** As braces. */
    String inline() {
      return "{ " + String.join("; ", lines) + " }";
    }
  }

  private RandomNetwork(Choices choices) {
    this.choices = choices;
  }

  /** The source of a network called {@code name}. */
  static String source(String name, List<Integer> choices) {
    return new RandomNetwork(new Choices(choices)).network(name);
  }

  private String network(String name) {
    List<String> lines = new ArrayList<>();
    Scope scope = Scope.empty();
    long width = 2 + 2L * choices.below(3);
    scope.symbols().add(new Symbol("width", width));
    int inputs = 1 + choices.below(2);
    for (int i = 0; i < inputs; i++) {
      Shape shape = choices.of(INPUTS);
      lines.add("input x" + i + ": " + shape);
      scope.tensors().add(new Named("x" + i, shape));
    }
    Shape shape = scope.tensors().getFirst().shape();
    if (inputs > 1) {
      lines.add("x0 -> " + choices.of(KEEPING));
    }
    if (choices.oneIn(3)) {
      lines.add("param p: " + shape);
      lines.add("add(p, it)");
    }
    int hidden = choices.oneIn(4) ? 0 : inputs;
    while (!choices.isEmpty()) {
      Code code = statement(scope, shape, MAX_DEPTH);
      lines.addAll(code.lines());
      shape = code.shape();
    }
    List<Named> named = scope.tensors().stream().skip(hidden).limit(3).toList();
    if (!named.isEmpty()) {
      lines.add("output " + String.join(", ", named.stream().map(Named::name).toList()) + ", it");
    }
    lines.add("assert params < 1G and macs >= 0, \"small\"");
    StringBuilder text = new StringBuilder();
    declarations.forEach(declaration -> text.append(declaration).append("\n\n"));
    text.append("network ").append(name).append("(width: int = ").append(width).append(") {\n");
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append("}\n").toString();
  }

  private String fresh(String prefix) {
    return prefix + names++;
  }

  /** An int as one of the expressions that have its value. */
  private String number(Scope scope, long value) {
    List<String> texts = new ArrayList<>(List.of(String.valueOf(value)));
    scope.symbols().stream()
        .filter(symbol -> symbol.value() == value)
        .forEach(symbol -> texts.add(symbol.name()));
    scope.symbols().stream()
        .filter(symbol -> value % symbol.value() == 0 && value > symbol.value())
        .forEach(symbol -> texts.add(value / symbol.value() + " * " + symbol.name()));
    texts.add("max(1, %d)".formatted(Math.max(1, value)));
    texts.add("[7, %d][-1]".formatted(value));
    texts.add("(if %d > 3 then %d else %d)".formatted(value, value, value));
    String text = texts.get(choices.below(texts.size()));
    return text.startsWith("max(") && value < 1 ? String.valueOf(value) : text;
  }

  private Code layer(Scope scope, Shape in) {
    RandomLayer layer = RandomLayer.of(choices, in, value -> number(scope, value));
    return Code.of(layer.output(), layer.text());
  }

  private Code keeping(Scope scope, Shape in) {
    List<Named> steps = scope.steps(in);
    String step = choices.of(KEEPING);
    return Code.of(in, steps.isEmpty() || choices.oneIn(3) ? step : choices.of(steps).name());
  }

  private Code statement(Scope scope, Shape in, int depth) {
    if (depth == 0) {
      return choices.oneIn(3) ? keeping(scope, in) : layer(scope, in);
    }
    return switch (choices.below(20)) {
      case 1 -> labelled(scope, in, depth);
      case 2 -> named(scope, in);
      case 3 -> skip(scope, in);
      case 4 -> repeat(scope, in, depth);
      case 5 -> branches(scope, in, depth, choices.oneIn(2) ? "add" : "mul");
      case 6 -> concat(scope, in, depth);
      case 7 -> split(scope, in, depth);
      case 8 -> group(scope, in, depth);
      case 9 -> Code.of(in, "scale " + gate(scope, in).inline());
      case 10 -> collect(scope, in, depth);
      case 11 -> conditional(scope, in, depth);
      case 12 -> call(scope, in, depth);
      case 13 -> share(scope, in);
      case 14 -> pipeline(scope, in);
      case 15 -> let(scope, in);
      case 16 -> keeping(scope, in);
      case 17 -> shuffle(scope, in);
      case 18 -> tied(scope, in);
      default -> layer(scope, in);
    };
  }

  /** Some statements, one after the other. */
  private Code body(Scope scope, Shape in, int depth) {
    List<String> lines = new ArrayList<>();
    Shape shape = in;
    for (int left = 1 + choices.below(3); left > 0; left--) {
      Code code = statement(scope, shape, depth - 1);
      lines.addAll(code.lines());
      shape = code.shape();
    }
    return new Code(lines, shape);
  }

  /** Statements that yield the shape wanted. */
  private Code bodyTo(Scope scope, Shape in, Shape out, int depth) {
    Code code = body(scope, in, depth);
    List<String> lines = new ArrayList<>(code.lines());
    lines.addAll(adapter(code.shape(), out));
    return new Code(lines, out);
  }

  private static List<String> adapter(Shape from, Shape to) {
    if (from.equals(to)) {
      return List.of();
    }
    if (from.rank() == 3 && to.rank() == 3) {
      return List.of(
          "adaptive_avg_pool((" + to.dim(1) + ", " + to.dim(2) + "))",
          "conv(" + to.dim(0) + ", 1)");
    }
    return List.of("flatten", "linear(" + to.elements() + ")", "reshape(" + to + ")");
  }

  private Code labelled(Scope scope, Shape in, int depth) {
    Optional<String> label = label(scope);
    if (label.isEmpty()) {
      return layer(scope, in);
    }
    if (choices.oneIn(2)) {
      Code code = layer(scope, in);
      return Code.of(code.shape(), label.get() + ": " + code.lines().getFirst());
    }
    Code code = body(scope.labelled(), in, depth);
    return Code.of(code.shape(), label.get() + ": " + code.inline());
  }

  /** A label that is not there yet; none where a loop would repeat it. */
  private Optional<String> label(Scope scope) {
    if (scope.loops().stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    String name = fresh("layer");
    if (scope.loops().isEmpty()) {
      return Optional.of(choices.oneIn(2) ? "\"" + name + "-{1 + 1}\"" : name);
    }
    StringBuilder text = new StringBuilder(name);
    scope.loops().forEach(variable -> text.append("_{").append(variable.get()).append('}'));
    return Optional.of("\"" + text + "\"");
  }

  private Code named(Scope scope, Shape in) {
    Code code = layer(scope, in);
    String name = fresh("t");
    scope.tensors().add(new Named(name, code.shape()));
    return Code.of(code.shape(), code.lines().getFirst() + " as " + name);
  }

  /** Joins what flows with a tensor that was named. */
  private Code skip(Scope scope, Shape in) {
    List<Named> same = scope.tensors(in);
    if (!same.isEmpty()) {
      String join = choices.of(List.of("add", "sub", "mul", "concat"));
      Shape out = join.equals("concat") ? in.with(0, 2 * in.dim(0)) : in;
      return Code.of(out, join + "(" + choices.of(same).name() + ", it)");
    }
    if (scope.tensors().isEmpty()) {
      return layer(scope, in);
    }
    Named other = choices.of(scope.tensors());
    List<String> lines = new ArrayList<>(List.of(other.name()));
    lines.addAll(adapter(other.shape(), in));
    String name = fresh("t");
    String back = fresh("t");
    return Code.of(
        in,
        "identity as " + back,
        String.join(" -> ", lines) + (lines.size() == 1 ? " -> identity" : "") + " as " + name,
        "add(" + name + ", " + back + ")");
  }

  private Code repeat(Scope scope, Shape in, int depth) {
    String variable = fresh("i");
    int count = 1 + choices.below(3);
    return switch (choices.below(4)) {
      case 0 -> {
        Code code = bodyTo(scope.loop(Optional.empty()), in, in, depth);
        yield Code.of(in, "repeat " + count + " " + code.inline());
      }
      case 1 -> {
        Code code = bodyTo(scope.loop(Optional.of(variable)), in, in, depth);
        yield Code.of(in, "repeat " + variable + " in 0.." + count + " " + code.inline());
      }
      case 2 -> {
        Code first = bodyTo(scope.loop(Optional.of(variable)), in, in, depth);
        Code second = bodyTo(scope.loop(Optional.of(variable)), in, in, depth);
        yield Code.of(
            in,
            "repeat %s in 0..%d { if %s == 0 %s else %s }"
                .formatted(variable, count, variable, first.inline(), second.inline()));
      }
      default -> table(in);
    };
  }

  /** A loop over a table of widths. */
  private Code table(Shape in) {
    long last = 2 + choices.below(5);
    String first = fresh("c");
    String row = "(%s, act_%s) in [(3, 0.1), (%d, 0.3)]".formatted(first, first, last);
    String layer = in.rank() == 3 ? "conv(%s, 3, padding: 1)" : "linear(%s)";
    return Code.of(
        in.with(in.rank() == 3 ? 0 : -1, last),
        "repeat " + row + " { " + layer.formatted(first) + "; leaky_relu(act_" + first + ") }");
  }

  private Code branches(Scope scope, Shape in, int depth, String join) {
    boolean parallel = choices.oneIn(2);
    Shape out = choices.oneIn(2) ? in : body(scope.inner(), in, 1).shape();
    List<String> parts = new ArrayList<>();
    int count = 1 + choices.below(3);
    for (int i = 0; i < count; i++) {
      parts.add("| " + bodyTo(scope.inner(), in, out, depth).inline());
    }
    if (out.equals(in)) {
      parts.add(choices.of(List.of("| identity", "| identity when 1 + 1 == 2", "| relu")));
    }
    parts.add("| conv(1, 99) when " + choices.of(List.of("false", "2 > 3", "not true")));
    String braces = "{ " + String.join(" ", parts) + " }";
    return Code.of(out, parallel ? "parallel " + braces + " -> " + join : join + " " + braces);
  }

  private Code concat(Scope scope, Shape in, int depth) {
    int axis = choices.oneIn(3) ? in.rank() - 1 : 0;
    List<String> parts = new ArrayList<>();
    long sum = 0;
    for (int left = 1 + choices.below(3); left > 0; left--) {
      long size = 1 + choices.below(4);
      parts.add("| " + bodyTo(scope.inner(), in, in.with(axis, size), depth).inline());
      sum += size;
    }
    String head = axis == 0 ? "concat" : "concat(axis: " + axis + ")";
    return Code.of(in.with(axis, sum), head + " { " + String.join(" ", parts) + " }");
  }

  /** Channels: the first axis of an image, the last of any other shape. */
  private static int channelAxis(Shape shape) {
    return shape.rank() == 3 ? 0 : shape.rank() - 1;
  }

  private Code split(Scope scope, Shape in, int depth) {
    int axis = channelAxis(in);
    long channels = in.dim(axis);
    if (channels < 2) {
      return layer(scope, in);
    }
    long first =
        channels % 2 == 0 && choices.oneIn(2)
            ? channels / 2
            : 1 + choices.below((int) channels - 1);
    long second = channels - first;
    String head =
        first == second
            ? "split(2)"
            : "split(" + number(scope, first) + ", " + number(scope, second) + ")";
    String join = axis == 0 ? "concat" : "concat(axis: " + axis + ")";
    Shape left = in.with(axis, first);
    Shape right = in.with(axis, second);
    return Code.of(
        in,
        "%s -> %s { | %s | %s }"
            .formatted(
                head,
                join,
                bodyTo(scope.inner(), left, left, depth).inline(),
                choices.oneIn(2)
                    ? "identity"
                    : bodyTo(scope.inner(), right, right, depth).inline()));
  }

  private Code group(Scope scope, Shape in, int depth) {
    int axis = channelAxis(in);
    List<Long> divisors =
        List.of(2L, 3L, 4L, 1L).stream().filter(g -> in.dim(axis) % g == 0).toList();
    long groups = choices.of(divisors);
    Shape part = in.with(axis, in.dim(axis) / groups);
    Shape out = in.with(axis, 1 + choices.below(3));
    Code code = bodyTo(scope.labelled(), part, out, depth);
    return Code.of(in.with(axis, out.dim(axis) * groups), "group(" + groups + ") " + code.inline());
  }

  /** What scales a tensor: one number for each channel, or for each element. */
  private Code gate(Scope scope, Shape in) {
    if (in.rank() == 3 && choices.oneIn(2)) {
      return Code.of(
          Shape.of(in.dim(0), 1, 1),
          "global_avg_pool",
          "conv(" + number(scope, in.dim(0)) + ", 1)",
          choices.of(List.of("sigmoid", "hard_sigmoid", "softplus")));
    }
    Code code = bodyTo(scope.inner(), in, in, 1);
    List<String> lines = new ArrayList<>(code.lines());
    lines.add("sigmoid");
    return new Code(lines, in);
  }

  private Code collect(Scope scope, Shape in, int depth) {
    int count = 1 + choices.below(3);
    Code code = bodyTo(scope.loop(Optional.empty()), in, in, depth);
    String all = "collect " + count + " " + code.inline();
    return choices.oneIn(2)
        ? Code.of(in, all + " -> add")
        : Code.of(in.with(0, in.dim(0) * (count + 1)), all + " -> concat");
  }

  private Code conditional(Scope scope, Shape in, int depth) {
    Code taken = body(scope.inner(), in, depth);
    Code other = Code.of(in, choices.of(KEEPING));
    return switch (choices.below(4)) {
      case 0 -> Code.of(taken.shape(), "if 2 ** 3 == 8 " + taken.inline());
      case 1 ->
          Code.of(
              taken.shape(),
              "if it.shape[0] != %d %s else %s"
                  .formatted(in.dim(0), other.inline(), taken.inline()));
      case 2 ->
          Code.of(
              taken.shape(),
              "if 1 > 2 %s else if not false and len([1, 2]) == 2 %s"
                  .formatted(other.inline(), taken.inline()));
      default -> Code.of(in, "if 3 < 2 " + taken.inline());
    };
  }

  /** Declares a block and calls it, or calls one that is there. */
  private Code call(Scope scope, Shape in, int depth) {
    Block block =
        blocks.stream()
            .filter(b -> b.in().equals(in) && choices.oneIn(2))
            .findFirst()
            .orElseGet(() -> declare(in, depth));
    return Code.of(block.out(), block.call());
  }

  private Block declare(Shape in, int depth) {
    String name = fresh("Block");
    Scope scope = Scope.empty();
    long width = 1 + choices.below(6);
    scope.symbols().add(new Symbol("width", width));
    List<String> dims = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      dims.add("d" + axis);
    }
    boolean signature = choices.oneIn(2);
    if (signature) {
      dims.forEach(dim -> scope.symbols().add(new Symbol(dim, in.dim(dims.indexOf(dim)))));
    }
    scope.steps().add(new Named("act", in));
    // a signature sees the parameters and what flows in, nothing that the body names
    Scope outside = scope.inner();
    Code code = body(scope, in, depth);
    String head = "";
    if (signature) {
      List<String> out = code.shape().dims().stream().map(dim -> number(outside, dim)).toList();
      head = " : [" + String.join(", ", dims) + "] -> [" + String.join(", ", out) + "]";
    }
    declarations.add(
        "block "
            + name
            + "(width: int, act: layer = relu, unused: list = [1, 2])"
            + head
            + " {\n  "
            + String.join("\n  ", code.lines())
            + "\n}");
    String act = choices.of(List.of("", ", act: silu", ", act: leaky_relu(0.3)", ", relu6"));
    Block block = new Block(name + "(" + width + act + ")", in, code.shape());
    blocks.add(block);
    return block;
  }

  private Code share(Scope scope, Shape in) {
    if (!scope.loops().isEmpty()) {
      return keeping(scope, in);
    }
    String name = fresh("shared");
    String layer =
        in.rank() == 3
            ? "conv(" + number(scope, in.dim(0)) + ", 3, padding: 1)"
            : "linear(" + number(scope, in.dim(-1)) + ")";
    scope.steps().add(new Named(name, in));
    return Code.of(in, "share " + name + " = " + layer, name, choices.of(KEEPING), name);
  }

  private Code pipeline(Scope scope, Shape in) {
    Code first = layer(scope, in);
    Code second = layer(scope, first.shape());
    return Code.of(second.shape(), first.lines().getFirst() + " -> " + second.lines().getFirst());
  }

  private Code let(Scope scope, Shape in) {
    String name = fresh("n");
    long value = 1 + choices.below(8);
    String line = "let " + name + " = " + number(scope, value);
    scope.symbols().add(new Symbol(name, value));
    Code code = layer(scope, in);
    return Code.of(code.shape(), line, code.lines().getFirst());
  }

  private Code shuffle(Scope scope, Shape in) {
    boolean even = in.dim(channelAxis(in)) % 2 == 0;
    return in.rank() == 3 && even ? Code.of(in, "shuffle(2)") : layer(scope, in);
  }

  /** Two linear layers with one weight. */
  private Code tied(Scope scope, Shape in) {
    if (in.rank() == 3 || !scope.loops().isEmpty()) {
      return layer(scope, in);
    }
    String label = fresh("embed");
    String width = number(scope, in.dim(-1));
    return Code.of(
        in,
        label + ": linear(" + width + ")",
        "relu",
        "linear(" + width + ", weight: " + label + ".weight)");
  }
}
