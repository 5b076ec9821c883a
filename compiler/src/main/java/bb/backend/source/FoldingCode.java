package bb.backend.source;

import bb.kernel.WeightExpr;
import bb.types.Shape;
import com.palantir.javapoet.CodeBlock;
import java.util.Optional;

/** Writes how a weight is made from the tensors of a checkpoint. */
public final class FoldingCode {
  private FoldingCode() {}

  /** The numbers of an expression, in row-major order; {@code f} is the {@code Folding}. */
  public static CodeBlock value(WeightExpr expr) {
    return switch (expr) {
      case WeightExpr.Tensor tensor ->
          CodeBlock.of(
              "f.tensor($L$L)",
              UserText.name(tensor).literal(),
              tensor.shape().dims().stream()
                  .map(d -> CodeBlock.of(",$W$L", d))
                  .collect(CodeBlock.joining("")));
      case WeightExpr.Literal(_, var numbers) -> LiteralCode.of(numbers);
      case WeightExpr.NormScale(var gamma, var variance, double eps) ->
          CodeBlock.of("f.normScale($L,$W$L,$W$L)", optional(gamma), value(variance), eps);
      case WeightExpr.NormShift(var beta, var mean, var scale) ->
          CodeBlock.of("f.normShift($L,$W$L,$W$L)", optional(beta), value(mean), value(scale));
      case WeightExpr.ScaledFilter(var filter, var scale) ->
          CodeBlock.of("f.scaledFilter($L,$W$L)", value(filter), value(scale));
      case WeightExpr.ScaledColumns(var filter, var scale) -> {
        Shape shape = filter.shape();
        long slice = shape.elements() / shape.dim(0) / shape.dim(1);
        yield CodeBlock.of("f.scaledColumns($L,$W$L,$W$L)", value(filter), value(scale), slice);
      }
      case WeightExpr.ShiftedBias(var bias, var filter, var shift) ->
          CodeBlock.of("f.shiftedBias($L,$W$L,$W$L)", optional(bias), value(filter), value(shift));
      case WeightExpr.Rescaled(var direction, var length) ->
          CodeBlock.of("f.rescaled($L,$W$L)", value(direction), value(length));
      case WeightExpr.Bounded(var weight, var u, var v, int axis) -> {
        Shape shape = weight.shape();
        long slice = shape.dims().stream().skip(axis + 1L).reduce(1L, Math::multiplyExact);
        yield CodeBlock.of(
            "f.bounded($L,$W$L,$W$L,$W$L)", value(weight), value(u), value(v), slice);
      }
      case WeightExpr.FoldedBias(var bias, var scale, var shift) ->
          CodeBlock.of("f.foldedBias($L,$W$L,$W$L)", optional(bias), value(scale), value(shift));
      case WeightExpr.Reshaped(var weight, _) -> value(weight);
      case WeightExpr.Concatenated(var weights) ->
          CodeBlock.of(
              "f.concatenated($L)",
              weights.stream().map(FoldingCode::value).collect(CodeBlock.joining(",$W")));
      case WeightExpr.Rows(var weight, long start, long count) -> {
        long row = weight.shape().elements() / weight.shape().dim(0);
        yield CodeBlock.of("f.part($L,$W$L,$W$L)", value(weight), start * row, count * row);
      }
      case WeightExpr.Picked(var weight, int axis, var runs) -> {
        Shape shape = weight.shape();
        long slice = shape.dims().stream().skip(axis + 1L).reduce(1L, Math::multiplyExact);
        yield CodeBlock.of(
            "f.picked($L,$W$L,$W$L$L)",
            value(weight),
            shape.dim(axis),
            slice,
            runs.stream()
                .map(r -> CodeBlock.of(",$W$L, $L, $L", r.first(), r.step(), r.count()))
                .collect(CodeBlock.joining("")));
      }
      case WeightExpr.Transposed(var weight) ->
          CodeBlock.of("f.transpose($L,$W$L)", value(weight), weight.shape().dim(0));
    };
  }

  private static CodeBlock optional(Optional<WeightExpr> expr) {
    return expr.map(FoldingCode::value).orElse(CodeBlock.of("null"));
  }
}
