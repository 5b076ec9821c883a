package bb.program;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A program as text, one step a line, for tests and for looking at what passes do:
 *
 * <pre>
 * %1 [64, 112, 112] = convolution 7x7 stride 2 pad 3 (%0; conv1.weight) max(x, 0)  # conv1 + relu
 * </pre>
 */
public final class ProgramPrinter {
  private ProgramPrinter() {}

  public static String print(Program program) {
    StringBuilder text = new StringBuilder("program ").append(program.name()).append('\n');
    program
        .inputs()
        .forEach(i ->
            text.append("  input ")
                .append(i.name())
                .append(": ")
                .append(typed(i.value()))
                .append('\n'));
    program.steps().forEach(step -> text.append("  ").append(print(step)).append('\n'));
    program
        .outputs()
        .forEach(o ->
            text.append("  output ")
                .append(o.name())
                .append(": %")
                .append(o.value().id())
                .append('\n'));
    return text.toString();
  }

  public static String print(Step step) {
    String operands =
        step.inputs().stream().map(value -> "%" + value.id()).collect(Collectors.joining(", "));
    String weights =
        step.weights().isEmpty()
            ? ""
            : "; "
                + step.weights().stream()
                    .map(ProgramPrinter::print)
                    .collect(Collectors.joining(", "));
    return typed(step.output())
        + " = "
        + print(step.kernel(), "(" + operands + weights + ")")
        + "  # "
        + String.join(" + ", step.paths());
  }

  private static String typed(Value value) {
    return "%" + value.id() + " " + value.type();
  }

  private static String print(Kernel.Attention a) {
    return (a.batch() > 1 ? " batch " + a.batch() : "")
        + " heads "
        + a.heads()
        + (a.keyHeads() < a.heads() ? " sharing " + a.keyHeads() : "")
        + " scale "
        + (float) a.scale()
        + a.offset().map(by -> " causal" + (by > 0 ? " from " + by : "")).orElse("")
        + a.biases().stream()
            .map(b ->
                " bias [%d, %d, %d, %d]".formatted(b.batch(), b.heads(), b.queries(), b.keys()))
            .collect(Collectors.joining());
  }

  private static String print(Kernel kernel, String operands) {
    return switch (kernel) {
      case Kernel.Convolution(var window, long groups, _, var epilogue) ->
          "convolution" + print(window) + grouped(groups) + operands + epilogue(epilogue);
      case Kernel.TransposedConvolution(var window, long groups, _, var epilogue) ->
          "transposed convolution"
              + print(window)
              + grouped(groups)
              + operands
              + epilogue(epilogue);
      case Kernel.Pool(var kind, var window, boolean countPadding) ->
          kind.name().toLowerCase(Locale.ROOT)
              + " pool"
              + print(window)
              + (kind == Kernel.Pool.Kind.AVERAGE && countPadding ? " counting padding" : "")
              + operands;
      case Kernel.AdaptiveAveragePool() -> "adaptive average pool" + operands;
      case Kernel.Pointwise(var expression) -> "pointwise" + operands + " " + print(expression);
      case Kernel.LocalResponseNorm(long size, double alpha, double beta, double bias) ->
          "lrn size " + size + " alpha " + alpha + " beta " + beta + " bias " + bias + operands;
      case Kernel.Softmax(int axis) -> "softmax axis " + axis + operands;
      case Kernel.Resize(var mode, boolean alignCorners) ->
          "resize "
              + mode.name().toLowerCase(Locale.ROOT)
              + (alignCorners ? " aligned" : "")
              + operands;
      case Kernel.Reshape() -> "reshape" + operands;
      case Kernel.Permute(var order) -> "permute " + order + operands;
      case Kernel.Pad(var before, var after, double value, var mode) ->
          "pad "
              + before
              + " "
              + after
              + (mode == Kernel.Pad.Mode.CONSTANT
                  ? " with " + value
                  : " " + mode.name().toLowerCase(Locale.ROOT))
              + operands;
      case Kernel.Slice(int axis, long start, long by) ->
          "slice axis " + axis + " from " + start + (by == 1 ? "" : " step " + by) + operands;
      case Kernel.Concat(int axis) -> "concat axis " + axis + operands;
      case Kernel.ChannelShuffle(long groups) -> "shuffle" + grouped(groups) + operands;
      case Kernel.MatMul(boolean transposed) ->
          "matmul" + (transposed ? " transposed" : "") + operands;
      case Kernel.Attention a -> "attention" + print(a) + operands;
      case Kernel.Norm(long groups, boolean acrossPixels, boolean centred, double eps) ->
          (centred ? "norm" : "rms norm")
              + grouped(groups)
              + (acrossPixels ? " across pixels" : "")
              + " eps "
              + eps
              + operands;
      case Kernel.Gather(int axis) -> "gather axis " + axis + operands;
      case Kernel.Reduce(var kind, var axes) ->
          kind.name().toLowerCase(Locale.ROOT) + " axes " + axes + operands;
      case Kernel.SelectiveScan() -> "selective scan" + operands;
      case Kernel.Recurrence(var cell, long directions, _, boolean projected, boolean ends) ->
          cell.name().toLowerCase(Locale.ROOT)
              + " recurrence"
              + (directions == 2 ? " both ways" : "")
              + (projected ? " projected" : "")
              + (ends ? " with ends" : "")
              + operands;
      case Kernel.Sinusoid(double base, long offset, boolean interleaved) ->
          "sinusoid base "
              + base
              + " offset "
              + offset
              + (interleaved ? " interleaved" : "")
              + operands;
      case Kernel.Range() -> "range" + operands;
      case Kernel.Constant() -> "constant" + operands;
    };
  }

  private static String grouped(long groups) {
    return groups == 1 ? "" : " groups " + groups;
  }

  private static String epilogue(ScalarExpr epilogue) {
    return epilogue.equals(ScalarExpr.IDENTITY) ? "" : " " + print(epilogue);
  }

  /** What differs from the window of one element. */
  private static String print(Window w) {
    if (w.isPoint()) {
      return " point";
    }
    StringBuilder text = new StringBuilder();
    text.append(' ').append(w.kernelHeight()).append('x').append(w.kernelWidth());
    if (w.strideHeight() != 1 || w.strideWidth() != 1) {
      text.append(" stride ").append(print(List.of(w.strideHeight(), w.strideWidth())));
    }
    List<Long> pads = List.of(w.padTop(), w.padLeft(), w.padBottom(), w.padRight());
    if (pads.stream().anyMatch(p -> p != 0)) {
      text.append(" pad ").append(print(pads));
    }
    if (w.dilationHeight() != 1 || w.dilationWidth() != 1) {
      text.append(" dilation ").append(print(List.of(w.dilationHeight(), w.dilationWidth())));
    }
    if (w.planes() != 1) {
      text.append(" on ").append(w.planes()).append(" planes");
    }
    return text.toString();
  }

  private static String print(List<Long> sides) {
    return sides.stream().distinct().count() == 1
        ? String.valueOf(sides.getFirst())
        : sides.toString();
  }

  public static String print(ScalarExpr expression) {
    return switch (expression) {
      case ScalarExpr.In(int index) -> index == 0 ? "x" : "x" + index;
      case ScalarExpr.Channel(int index) -> "w" + index;
      case ScalarExpr.Const(double value) ->
          value == Math.rint(value) && Math.abs(value) < 1e9
              ? String.valueOf((long) value)
              : String.valueOf(value);
      case ScalarExpr.Unary(var function, var x) ->
          function.name().toLowerCase(Locale.ROOT) + "(" + print(x) + ")";
      case ScalarExpr.Binary(var operation, var x, var y) ->
          switch (operation) {
            case ADD -> "(" + print(x) + " + " + print(y) + ")";
            case SUBTRACT -> "(" + print(x) + " - " + print(y) + ")";
            case MULTIPLY -> "(" + print(x) + " * " + print(y) + ")";
            case DIVIDE -> "(" + print(x) + " / " + print(y) + ")";
            case MIN -> "min(" + print(x) + ", " + print(y) + ")";
            case MAX -> "max(" + print(x) + ", " + print(y) + ")";
            case LESS -> "(" + print(x) + " < " + print(y) + ")";
            case LESS_EQUAL -> "(" + print(x) + " <= " + print(y) + ")";
            case EQUAL -> "(" + print(x) + " == " + print(y) + ")";
          };
      case ScalarExpr.Select(var condition, var x, var y) ->
          "(" + print(condition) + " ? " + print(x) + " : " + print(y) + ")";
    };
  }

  public static String print(WeightExpr weight) {
    return switch (weight) {
      case WeightExpr.Tensor(var name, _) -> name;
      case WeightExpr.Literal(var type, var numbers) -> "literal " + type + " " + numbers;
      case WeightExpr.NormScale _ -> "norm_scale" + parts(weight);
      case WeightExpr.NormShift _ -> "norm_shift" + parts(weight);
      case WeightExpr.ScaledFilter _ -> "scaled" + parts(weight);
      case WeightExpr.ScaledColumns _ -> "scaled_columns" + parts(weight);
      case WeightExpr.ShiftedBias _ -> "shifted_bias" + parts(weight);
      case WeightExpr.Rescaled _ -> "rescaled" + parts(weight);
      case WeightExpr.Bounded(_, _, _, int axis) -> "bounded axis " + axis + parts(weight);
      case WeightExpr.FoldedBias _ -> "folded_bias" + parts(weight);
      case WeightExpr.Reshaped(var inner, var shape) -> print(inner) + shape;
      case WeightExpr.Concatenated _ -> "concat" + parts(weight);
      case WeightExpr.Rows(var inner, long start, long count) ->
          print(inner) + "[" + start + ".." + (start + count) + "]";
      case WeightExpr.Picked(var inner, int axis, var runs) ->
          print(inner)
              + runs.stream()
                  .map(ProgramPrinter::print)
                  .collect(Collectors.joining(", ", "[axis " + axis + ": ", "]"));
      case WeightExpr.Transposed _ -> "transposed" + parts(weight);
    };
  }

  /** {@code 0..58}, {@code 1..58 by 2}. */
  private static String print(WeightExpr.Run run) {
    String range = run.first() + ".." + (run.last() + 1);
    return run.step() == 1 ? range : range + " by " + run.step();
  }

  private static String parts(WeightExpr weight) {
    return weight.parts().stream()
        .map(ProgramPrinter::print)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
