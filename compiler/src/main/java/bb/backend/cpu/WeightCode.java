package bb.backend.cpu;

import bb.backend.cpu.PackedWeight.Panels;
import bb.backend.cpu.PackedWeight.Phases;
import bb.backend.cpu.PackedWeight.Taps;
import bb.backend.cpu.PackedWeight.Tensor;
import bb.backend.cpu.PackedWeight.Vector;
import bb.backend.cpu.PackedWeight.Zeros;
import bb.kernel.WeightExpr;
import bb.types.Shape;
import com.palantir.javapoet.CodeBlock;
import java.util.Optional;

/** Writes the call that reads, folds and packs a weight. */
final class WeightCode {
  private WeightCode() {}

  /** Nothing for zeros, which the memory holds already. */
  static Optional<CodeBlock> call(PackedWeight weight, long at) {
    return switch (weight) {
      case Panels(var filter, long groups) -> {
        Shape shape = filter.shape();
        yield Optional.of(
            CodeBlock.of(
                "w.filter($L, $L, $L, $L, $L, $L)",
                at,
                value(filter),
                groups,
                shape.dim(0),
                shape.dim(1) * groups,
                ViewCode.stencil(pointWindow(shape))));
      }
      case Phases(var filter, long groups, var window) -> {
        Shape shape = filter.shape();
        yield Optional.of(
            CodeBlock.of(
                "w.transposed($L, $L, $L, $L, $L, $L)",
                at,
                value(filter),
                groups,
                shape.dim(1) * groups,
                shape.dim(0),
                ViewCode.stencil(window)));
      }
      case Taps(var filter) ->
          Optional.of(
              CodeBlock.of("w.depthwise($L, $L, $L)", at, value(filter), filter.shape().dim(0)));
      case Vector(var vector, long groups) ->
          Optional.of(CodeBlock.of("w.vector($L, $L, $L)", at, value(vector), groups));
      case Tensor(var tensor) -> Optional.of(constant(tensor, at));
      case Zeros _ -> Optional.empty();
    };
  }

  private static CodeBlock constant(WeightExpr tensor, long at) {
    Extent extent = Extent.of(tensor.shape());
    boolean moves = !Extent.isRowMajor(tensor.shape());
    return CodeBlock.of(
        "w.constant($L, $L, $L, $L)",
        at,
        value(tensor),
        moves ? extent.channels() : 1,
        moves ? extent.pixels() : extent.elements());
  }

  private static bb.kernel.Window pointWindow(Shape filter) {
    return new bb.kernel.Window(filter.dim(2), filter.dim(3), 1, 1, 0, 0, 0, 0, 1, 1);
  }

  /** The numbers of an expression, in row-major order. */
  private static CodeBlock value(WeightExpr expr) {
    return switch (expr) {
      case WeightExpr.Tensor(var name, var shape) ->
          CodeBlock.of(
              "w.tensor($S$L)",
              name,
              shape.dims().stream()
                  .map(d -> CodeBlock.of(", $L", d))
                  .collect(CodeBlock.joining("")));
      case WeightExpr.NormScale(var gamma, var variance, double eps) ->
          CodeBlock.of("w.normScale($L, $L, $L)", optional(gamma), value(variance), eps);
      case WeightExpr.NormShift(var beta, var mean, var scale) ->
          CodeBlock.of("w.normShift($L, $L, $L)", optional(beta), value(mean), value(scale));
      case WeightExpr.ScaledFilter(var filter, var scale) ->
          CodeBlock.of("w.scaledFilter($L, $L)", value(filter), value(scale));
      case WeightExpr.FoldedBias(var bias, var scale, var shift) ->
          CodeBlock.of("w.foldedBias($L, $L, $L)", optional(bias), value(scale), value(shift));
      case WeightExpr.Reshaped(var weight, _) -> value(weight);
      case WeightExpr.Concatenated(var weights) ->
          CodeBlock.of(
              "w.concatenated($L)",
              weights.stream().map(WeightCode::value).collect(CodeBlock.joining(", ")));
      case WeightExpr.Rows(var weight, long start, long count) -> {
        long row = weight.shape().elements() / weight.shape().dim(0);
        yield CodeBlock.of("w.part($L, $L, $L)", value(weight), start * row, count * row);
      }
      case WeightExpr.Transposed(var weight) ->
          CodeBlock.of("w.transpose($L, $L)", value(weight), weight.shape().dim(0));
    };
  }

  private static CodeBlock optional(Optional<WeightExpr> expr) {
    return expr.map(WeightCode::value).orElse(CodeBlock.of("null"));
  }
}
