package bb.backend.cpu;

import bb.backend.cpu.plan.Addresses;
import bb.backend.cpu.plan.PackedWeight;
import bb.backend.cpu.plan.PackedWeight.Panels;
import bb.backend.cpu.plan.PackedWeight.Phases;
import bb.backend.cpu.plan.PackedWeight.Points;
import bb.backend.cpu.plan.PackedWeight.Taps;
import bb.backend.cpu.plan.PackedWeight.Tensor;
import bb.backend.cpu.plan.PackedWeight.Vector;
import bb.backend.cpu.plan.PackedWeight.Zeros;
import bb.backend.layout.Extent;
import bb.backend.layout.Layout;
import bb.backend.source.FoldingCode;
import bb.kernel.WeightExpr;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.WinogradSize;
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
                "w.filter($L,$W$L,$W$L, $L, $L, $L)",
                at,
                FoldingCode.value(filter),
                groups,
                shape.dim(0),
                shape.dim(1) * groups,
                RecordCode.stencil(taps(shape))));
      }
      case Phases(var filter, long groups, var window) -> {
        Shape shape = filter.shape();
        yield Optional.of(
            CodeBlock.of(
                "w.transposed($L,$W$L,$W$L, $L, $L, $L)",
                at,
                FoldingCode.value(filter),
                groups,
                shape.dim(1) * groups,
                shape.dim(0),
                RecordCode.stencil(Addresses.stencil(window))));
      }
      case Points(var filter, var size) ->
          Optional.of(
              CodeBlock.of(
                  "w.winograd($L,$W$L,$W$T.$L, $L, $L)",
                  at,
                  FoldingCode.value(filter),
                  WinogradSize.class,
                  size,
                  filter.shape().dim(0),
                  filter.shape().dim(1)));
      case Taps(var filter) ->
          Optional.of(
              CodeBlock.of(
                  "w.depthwise($L,$W$L,$W$L)",
                  at,
                  FoldingCode.value(filter),
                  filter.shape().dim(0)));
      case Vector(var vector) ->
          Optional.of(CodeBlock.of("w.vector($L,$W$L)", at, FoldingCode.value(vector)));
      case Tensor(var tensor, var layout) -> Optional.of(constant(tensor, layout, at));
      case Zeros _ -> Optional.empty();
    };
  }

  private static CodeBlock constant(WeightExpr tensor, Layout layout, long at) {
    Extent extent = layout.extent(tensor.shape());
    boolean moves = !layout.isRowMajor(tensor.shape());
    return CodeBlock.of(
        "w.constant($L,$W$L,$W$L, $L)",
        at,
        FoldingCode.value(tensor),
        moves ? extent.channels() : 1,
        moves ? extent.pixels() : extent.elements());
  }

  private static Stencil taps(Shape filter) {
    return Stencil.of(Math.toIntExact(filter.dim(2)), Math.toIntExact(filter.dim(3)));
  }
}
