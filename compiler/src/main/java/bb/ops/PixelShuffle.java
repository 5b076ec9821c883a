package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Makes an image larger by laying channels side by side as pixels.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: the square of {@code factor} divides the channels.
 *   <li>C3: the output can be counted.
 * </ul>
 */
public record PixelShuffle(long factor) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("pixel_shuffle", "Enlarges an image by making pixels of channels.")
          .required("factor", new Attribute.Type.Int(1), "how many times larger")
          .shape("[c * factor * factor, h, w] -> [c, h * factor, w * factor]")
          .source("PyTorch PixelShuffle; Shi et al., 2016")
          .build(a -> new PixelShuffle(a.integer("factor")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "pixel_shuffle",
        inputs,
        () ->
            Inference.unless(
                Check.image("pixel_shuffle", x).or(() -> squares(x)), () -> size(x.shape())));
  }

  private Optional<Failed> squares(TensorType x) {
    long channels = x.shape().dim(0);
    long square = Math.multiplyExact(factor, factor);
    return channels % square == 0
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0304,
                    "`factor: %d` of `pixel_shuffle` does not divide the %d channels that flow in"
                        .formatted(factor, channels),
                    "receives " + x)
                .argument("factor")
                .note(
                    "each output channel takes %d * %d of the input's: %d = %d * %d + %d"
                        .formatted(
                            factor,
                            factor,
                            channels,
                            square,
                            channels / square,
                            channels % square)));
  }

  private Inference size(Shape x) {
    return Check.shape(
        "pixel_shuffle",
        x.dim(0) / factor / factor,
        Math.multiplyExact(x.dim(1), factor),
        Math.multiplyExact(x.dim(2), factor));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Shape x = inputs.getFirst().type().shape();
    Shape apart = Shape.of(output.shape().dim(0), factor, factor, x.dim(1), x.dim(2));
    Shape turned = Shape.of(apart.dim(0), x.dim(1), factor, x.dim(2), factor);
    Value split = builder.step(new Kernel.Reshape(), inputs, List.of(), TensorType.float32(apart));
    Value permuted =
        builder.step(
            new Kernel.Permute(List.of(0, 3, 1, 4, 2)),
            List.of(split),
            List.of(),
            TensorType.float32(turned));
    return builder.step(new Kernel.Reshape(), List.of(permuted), List.of(), output);
  }
}
