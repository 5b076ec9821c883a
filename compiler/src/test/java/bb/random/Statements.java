package bb.random;

import bb.random.Scope.Named;
import bb.random.Scope.Symbol;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements that are made with the shape that flows into them, from the layers' own rules. */
final class Statements {
  static final int MAX_DEPTH = 3;
  static final List<String> KEEPING =
      List.of(
          "relu",
          "silu",
          "sigmoid",
          "hard_swish",
          "leaky_relu(0.2)",
          "gelu",
          "tanh",
          "identity",
          "tanh -> exp",
          "sigmoid -> affine(shift: 1) -> log",
          "sigmoid -> sqrt",
          "sigmoid -> affine(shift: 1) -> rsqrt",
          "sigmoid -> affine(shift: 1) -> reciprocal -> pow(2.5)",
          "tanh -> square",
          "sigmoid -> affine(0.5, shift: 1.2) -> floor",
          "sigmoid -> affine(0.5, shift: 1.2) -> ceil",
          "sigmoid -> affine(0.5, shift: 1.2) -> int -> float");

  private final Draft draft;
  private final Choices choices;
  private final Loops loops;
  private final Branches branches;
  private final Tensors tensors;
  private final Blocks blocks;
  private final Operands operands;
  private final Tokens tokens;
  private final Volumes volumes;
  private final Windows windows;
  private final Truths truths;

  Statements(Draft draft) {
    this.draft = draft;
    this.choices = draft.choices();
    this.loops = new Loops(draft, this);
    this.branches = new Branches(draft, this);
    this.tensors = new Tensors(draft, this);
    this.blocks = new Blocks(draft, this);
    this.operands = new Operands(draft, this);
    this.tokens = new Tokens(draft, this);
    this.volumes = new Volumes(draft);
    this.windows = new Windows(draft);
    this.truths = new Truths(draft);
  }

  Tensors tensors() {
    return tensors;
  }

  Tokens tokens() {
    return tokens;
  }

  Code statement(Scope scope, Shape in, int depth) {
    if (depth == 0) {
      return choices.oneIn(3) ? keeping(scope, in) : layer(scope, in);
    }
    return switch (choices.below(36)) {
      case 1 -> labelled(scope, in, depth);
      case 2 -> tensors.named(scope, in);
      case 3 -> tensors.skip(scope, in);
      case 4 -> loops.repeat(scope, in, depth);
      case 5 -> branches.same(scope, in, depth);
      case 6 -> branches.concat(scope, in, depth);
      case 7 -> branches.split(scope, in, depth);
      case 8 -> branches.group(scope, in, depth);
      case 9 -> branches.scale(scope, in);
      case 10 -> loops.collect(scope, in, depth);
      case 11 -> conditional(scope, in, depth);
      case 12 -> blocks.call(scope, in, depth);
      case 13 -> blocks.share(scope, in);
      case 14 -> pipeline(scope, in);
      case 15 -> let(scope, in);
      case 16 -> keeping(scope, in);
      case 17 -> shuffle(scope, in);
      case 18 -> blocks.tied(scope, in);
      case 19 -> tensors.table(scope, in, depth);
      case 20 -> tokens.statement(scope, in);
      case 21, 22, 23, 24, 25 -> operands.statement(scope, in);
      case 26, 27, 34 -> truths.statement(scope, in);
      case 28, 29, 30 -> in.rank() == 3 ? volumes.statement(scope, in) : layer(scope, in);
      case 31, 32, 33 -> windows.statement(scope, in).orElseGet(() -> layer(scope, in));
      default -> layer(scope, in);
    };
  }

  /** Some statements, one after the other. */
  Code body(Scope scope, Shape in, int depth) {
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
  Code bodyTo(Scope scope, Shape in, Shape out, int depth) {
    Code code = body(scope, in, depth);
    return new Code(code.lines(), out).then(adapter(code.shape(), out));
  }

  static List<String> adapter(Shape from, Shape to) {
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

  /** Channels: the first axis of an image or a volume, the last of any other shape. */
  static int channelAxis(Shape shape) {
    return shape.rank() < 3 ? shape.rank() - 1 : 0;
  }

  Code layer(Scope scope, Shape in) {
    RandomLayer layer =
        RandomLayer.of(choices, TensorType.float32(in), value -> draft.number(scope, value));
    return Code.of(layer.output().shape(), layer.text());
  }

  Code keeping(Scope scope, Shape in) {
    List<Named> steps = scope.steps(in);
    String step = choices.of(KEEPING);
    return Code.of(in, steps.isEmpty() || choices.oneIn(3) ? step : choices.of(steps).name());
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
    String name = draft.fresh("layer");
    if (scope.loops().isEmpty()) {
      return Optional.of(
          choices.of(List.of(name, "\"" + name + "-{1 + 1}\"", "\"" + name + ".part\"")));
    }
    StringBuilder text = new StringBuilder(name);
    scope.loops().forEach(variable -> text.append("_{").append(variable.get()).append('}'));
    return Optional.of("\"" + text + "\"");
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

  private Code pipeline(Scope scope, Shape in) {
    Code first = layer(scope, in);
    Code second = layer(scope, first.shape());
    String label = choices.oneIn(2) ? label(scope).map(l -> l + ": ").orElse("") : "";
    return Code.of(
        second.shape(), first.lines().getFirst() + " -> " + label + second.lines().getFirst());
  }

  private Code let(Scope scope, Shape in) {
    String name = draft.fresh("n");
    long value = 1 + choices.below(8);
    String line = "let " + name + " = " + draft.number(scope, value);
    scope.symbols().add(new Symbol(name, value));
    return Code.of(in, line).then(layer(scope, in));
  }

  private Code shuffle(Scope scope, Shape in) {
    boolean even = in.dim(channelAxis(in)) % 2 == 0;
    return in.rank() == 3 && even ? Code.of(in, "shuffle(2)") : layer(scope, in);
  }
}
