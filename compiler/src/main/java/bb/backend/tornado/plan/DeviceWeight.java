package bb.backend.tornado.plan;

import bb.backend.layout.Extent;
import bb.backend.layout.Layout;
import bb.backend.source.FoldingCode;
import bb.kernel.WeightExpr;
import bb.runtime.tornado.Layouts;
import bb.types.Shape;
import com.palantir.javapoet.CodeBlock;

/** A weight in the form in which kernels read it; equal ones are kept once. */
public record DeviceWeight(WeightExpr weight, Form form) {
  /** The order of the numbers. */
  sealed interface Form {}

  /** A filter {@code [out, in / groups, height, width]} as {@code [group][tap][in][out]}. */
  record Filter(long groups) implements Form {}

  /** A filter {@code [in, out / groups, height, width]} as {@code [group][tap][in][out]}. */
  record TransposedFilter(long groups) implements Form {}

  /** A filter {@code [channels, 1, height, width]} as {@code [tap][channel]}. */
  record Taps() implements Form {}

  /** A tensor in the layout of activations: channels last. */
  record ChannelsLast() implements Form {}

  /** As it is. */
  record Plain() implements Form {}

  public long elements() {
    return weight.shape().elements();
  }

  /** An expression of {@code float[]}; {@code f} is the {@code Folding}. */
  public CodeBlock code() {
    CodeBlock value = FoldingCode.value(weight);
    Shape shape = weight.shape();
    return switch (form) {
      case Filter(long groups) ->
          CodeBlock.of(
              "$T.filter($L,$W$L, $L, $L, $L)",
              Layouts.class,
              value,
              groups,
              shape.dim(0) / groups,
              shape.dim(1),
              shape.dim(2) * shape.dim(3));
      case TransposedFilter(long groups) ->
          CodeBlock.of(
              "$T.transposedFilter($L,$W$L, $L, $L, $L)",
              Layouts.class,
              value,
              groups,
              shape.dim(1),
              shape.dim(0) / groups,
              shape.dim(2) * shape.dim(3));
      case Taps _ -> channelsLast(value, shape.dim(0), shape.elements() / shape.dim(0));
      case ChannelsLast _ when Layout.of(shape).isRowMajor(shape) -> value;
      case ChannelsLast _ -> {
        Extent extent = Extent.of(shape);
        yield channelsLast(value, extent.channels(), extent.pixels());
      }
      case Plain _ -> value;
    };
  }

  private static CodeBlock channelsLast(CodeBlock value, long channels, long pixels) {
    return CodeBlock.of("$T.channelsLast($L,$W$L, $L)", Layouts.class, value, channels, pixels);
  }
}
