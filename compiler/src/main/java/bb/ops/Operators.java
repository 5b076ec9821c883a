package bb.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every layer of the language, one line each, in the order of the reference. */
public final class Operators {
  public static final List<OpSpec> ALL =
      all(
          Conv.IMAGE,
          ConvTranspose.IMAGE,
          DeformConv.SPEC,
          Conv.SEQUENCE,
          ConvTranspose.SEQUENCE,
          Conv.VOLUME,
          ConvTranspose.VOLUME,
          Linear.SPEC,
          Embedding.SPEC,
          Gather.SPEC,
          BatchNorm.SPEC,
          LayerNorm.SPEC,
          RmsNorm.SPEC,
          GroupNorm.GROUP,
          GroupNorm.INSTANCE,
          LocalResponseNorm.SPEC,
          UnitNorm.SPEC,
          Activations.RELU,
          Activations.RELU6,
          Activations.LEAKY_RELU,
          Prelu.SPEC,
          Activations.ELU,
          Activations.SIGMOID_LAYER,
          Activations.TANH_LAYER,
          Activations.GELU,
          Activations.SILU,
          Activations.MISH,
          Activations.HARD_SIGMOID,
          Activations.HARD_SWISH,
          Activations.SOFTPLUS,
          Activations.EXP_LAYER,
          Affine.SPEC,
          Softmax.SPEC,
          MatMul.SPEC,
          Attention.SPEC,
          MultiheadAttention.SPEC,
          Recurrent.LSTM,
          Recurrent.GRU,
          Recurrent.RNN,
          Rotary.SPEC,
          SelectiveScan.SPEC,
          Arange.SPEC,
          Sinusoid.SPEC,
          Pool.MAX,
          Pool.AVERAGE,
          AdaptiveAvgPool.IMAGE,
          Pool.MAX_SEQUENCE,
          Pool.AVERAGE_SEQUENCE,
          AdaptiveAvgPool.SEQUENCE,
          Pool.MAX_VOLUME,
          Pool.AVERAGE_VOLUME,
          AdaptiveAvgPool.VOLUME,
          AdaptiveMaxPool.VOLUME,
          AdaptiveAvgPool.GLOBAL,
          AdaptiveMaxPool.IMAGE,
          AdaptiveMaxPool.SEQUENCE,
          AdaptiveMaxPool.GLOBAL,
          Upsample.SPEC,
          Flatten.SPEC,
          Reshape.SPEC,
          Permute.SPEC,
          PixelShuffle.SHUFFLE,
          PixelShuffle.UNSHUFFLE,
          Unfold.SPEC,
          Fold.SPEC,
          Roll.SPEC,
          Pad.SPEC,
          Slice.SPEC,
          Concat.SPEC,
          Arithmetic.ADD,
          Arithmetic.SUB,
          Arithmetic.MUL,
          Arithmetic.DIV,
          Reduction.MEAN,
          Reduction.SUM,
          Reduction.MAX,
          Reduction.MIN,
          Reduction.ARGMAX,
          Reduction.ARGMIN,
          Numeric.SPECS,
          Pairwise.SPECS,
          Conversion.NOT,
          Where.SPEC,
          Conversion.FLOAT,
          Conversion.INT,
          Shuffle.SPEC,
          PassThrough.IDENTITY,
          PassThrough.DROPOUT,
          PassThrough.DROP_PATH);

  private static final Map<String, OpSpec> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(OpSpec::name, Function.identity()));

  private Operators() {}

  /** Specs, and lists of those that are one file with a table. */
  private static List<OpSpec> all(Object... rows) {
    return Stream.of(rows)
        .flatMap(row ->
            row instanceof List<?> table
                ? table.stream().map(OpSpec.class::cast)
                : Stream.of((OpSpec) row))
        .toList();
  }

  public static Optional<OpSpec> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
