package bb.random;

import bb.random.Draft.Block;
import bb.random.Scope.Named;
import bb.random.Scope.Symbol;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Statements that use what is declared elsewhere, or once for several uses. */
final class Blocks {
  private final Draft draft;
  private final Choices choices;
  private final Statements statements;

  Blocks(Draft draft, Statements statements) {
    this.draft = draft;
    this.choices = draft.choices();
    this.statements = statements;
  }

  /** Declares a block and calls it, or calls one that is there. */
  Code call(Scope scope, Shape in, int depth) {
    if (in.rank() == 3 && choices.oneIn(4)) {
      return library(scope, in);
    }
    if (choices.oneIn(5)) {
      return withTensor(in);
    }
    Block block =
        draft.blocks().stream()
            .filter(b -> b.in().equals(in) && choices.oneIn(2))
            .findFirst()
            .orElseGet(() -> declare(in, depth, scope.once() && choices.oneIn(3)));
    return Code.of(block.out(), block.call());
  }

  /** One of the blocks that need no import. */
  private Code library(Scope scope, Shape in) {
    if (choices.oneIn(2)) {
      return Code.of(in, "SqueezeExcite(" + draft.number(scope, 2) + ", gate: hard_sigmoid)");
    }
    long width = 1 + choices.below(6);
    String act = choices.of(List.of("", ", act: silu", ", act: leaky_relu(0.3)"));
    return Code.of(in.with(0, width), "ConvBn(" + draft.number(scope, width) + ", 3" + act + ")");
  }

  /**
   * A new block.
   *
   * @param inline whether it opens no scope; then what it labels can be there only once
   */
  private Block declare(Shape in, int depth, boolean inline) {
    String name = draft.fresh("Block");
    Scope scope = draft.scope();
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
    Code code = statements.body(scope, in, depth);
    String head = "";
    if (signature) {
      List<String> out =
          code.shape().dims().stream().map(dim -> draft.number(outside, dim)).toList();
      head = " : [" + String.join(", ", dims) + "] -> [" + String.join(", ", out) + "]";
    }
    List<String> lines = new ArrayList<>(code.lines());
    if (choices.oneIn(3)) {
      String bias = draft.fresh("p");
      lines.add("param " + bias + ": " + code.shape());
      lines.add("sub(it, " + bias + ")");
    }
    draft
        .declarations()
        .add(
            "%sblock %s(width: int, act: layer = relu, unused: (list, float) = ([1, 2], 0.5))%s {\n  %s\n}"
                .formatted(inline ? "inline " : "", name, head, String.join("\n  ", lines)));
    String act = choices.of(List.of("", ", act: silu", ", act: leaky_relu(0.3)", ", relu6"));
    Block block = new Block(name + "(" + width + act + ")", in, code.shape());
    if (!inline) {
      draft.blocks().add(block);
    }
    return block;
  }

  /** A block that gets a tensor besides the one that flows in. */
  private Code withTensor(Shape in) {
    String name = draft.fresh("Block");
    Code code = statements.bodyTo(draft.scope(), in, in, 2);
    draft
        .declarations()
        .add(
            "block %s(other: tensor, name: string = \"x\", on: bool = true) {\n  %s\n  %s(it, other)\n}"
                .formatted(
                    name,
                    String.join("\n  ", code.lines()),
                    choices.of(List.of("add", "sub", "mul"))));
    String tensor = draft.fresh("t");
    return Code.of(
        in,
        choices.of(Statements.KEEPING) + " as " + tensor,
        choices.of(Statements.KEEPING),
        name + "(" + (choices.oneIn(2) ? "other: " : "") + tensor + ")");
  }

  Code share(Scope scope, Shape in) {
    if (!scope.loops().isEmpty()) {
      return statements.keeping(scope, in);
    }
    String name = draft.fresh("shared");
    String layer =
        in.rank() == 3
            ? "conv(" + draft.number(scope, in.dim(0)) + ", 3, padding: 1)"
            : "linear(" + draft.number(scope, in.dim(-1)) + ")";
    scope.steps().add(new Named(name, in));
    return Code.of(in, "share " + name + " = " + layer, name, choices.of(Statements.KEEPING), name);
  }

  /** Two linear layers with one weight. */
  Code tied(Scope scope, Shape in) {
    if (in.rank() == 3 || !scope.loops().isEmpty()) {
      return statements.layer(scope, in);
    }
    String label = draft.fresh("embed");
    String width = draft.number(scope, in.dim(-1));
    return Code.of(
        in,
        label + ": linear(" + width + ")",
        "relu",
        "linear(" + width + ", weight: " + label + ".weight)");
  }
}
