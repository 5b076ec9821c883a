package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Makes an image larger by laying channels side by side as pixels, or smaller by the reverse.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: the square of {@code factor} divides the channels; of the reverse, {@code factor}
 *       divides height and width.
 *   <li>C3: the output can be counted.
 * </ul>
 *
 * @param larger whether pixels are made of channels
 */
public record PixelShuffle(long factor, boolean larger) implements Operator {
  static final OpSpec SHUFFLE =
      OpSpec.named("pixel_shuffle", "Enlarges an image by making pixels of channels.")
          .required("factor", new Attribute.Type.Int(1), "how many times larger")
          .shape("[c * factor * factor, h, w] -> [c, h * factor, w * factor]")
          .source("PyTorch PixelShuffle; Shi et al., 2016")
          .build(a -> new PixelShuffle(a.integer("factor"), true));

  static final OpSpec UNSHUFFLE =
      OpSpec.named("pixel_unshuffle", "Makes channels of the pixels of squares: an image smaller.")
          .required("factor", new Attribute.Type.Int(1), "how many times smaller")
          .shape("[c, h * factor, w * factor] -> [c * factor * factor, h, w]")
          .source("PyTorch PixelUnshuffle")
          .build(a -> new PixelShuffle(a.integer("factor"), false));

  @Override
  public OpSpec spec() {
    return larger ? SHUFFLE : UNSHUFFLE;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        spec().name(),
        inputs,
        () ->
            Inference.unless(
                Check.image(spec().name(), x).or(() -> larger ? squares(x) : sides(x)),
                () -> size(x.shape())));
  }

  private Optional<Failed> squares(TensorType x) {
    long channels = x.shape().dim(0);
    long square = Math.multiplyExact(factor, factor);
    return channels % square == 0
        ? Optional.empty()
        : Optional.of(
            undivided("the %d channels that flow in".formatted(channels), x)
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

  private Optional<Failed> sides(TensorType x) {
    Math.multiplyExact(factor, factor);
    long height = x.shape().dim(1);
    long width = x.shape().dim(2);
    return height % factor == 0 && width % factor == 0
        ? Optional.empty()
        : Optional.of(
            undivided("the height and width that flow in", x)
                .note(
                    "each output pixel takes a square of %d * %d: %d = %d * %d + %d, %d = %d * %d + %d"
                        .formatted(
                            factor,
                            factor,
                            height,
                            factor,
                            height / factor,
                            height % factor,
                            width,
                            factor,
                            width / factor,
                            width % factor)));
  }

  private Failed undivided(String what, TensorType x) {
    return Inference.failed(
            Code.BB0304,
            "`factor: %d` of `%s` does not divide %s".formatted(factor, spec().name(), what),
            "receives " + x)
        .argument("factor");
  }

  private Inference size(Shape x) {
    return larger
        ? Check.shape(
            spec().name(),
            x.dim(0) / factor / factor,
            Math.multiplyExact(x.dim(1), factor),
            Math.multiplyExact(x.dim(2), factor))
        : Check.shape(
            spec().name(),
            Math.multiplyExact(Math.multiplyExact(x.dim(0), factor), factor),
            x.dim(1) / factor,
            x.dim(2) / factor);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> factor = List.of(Py.arg(Py.of(this.factor, "factor")));
    return larger
        ? Spelled.both("F.pixel_shuffle", "nn.PixelShuffle", factor)
        : Spelled.both("F.pixel_unshuffle", "nn.PixelUnshuffle", factor);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    Shape small = larger ? x.type().shape() : output.shape();
    long channels = small.dim(0) / factor / factor;
    Chain chain = new Chain(builder);
    Value turned =
        larger
            ? chain.permute(
                chain.reshape(x, channels, factor, factor, small.dim(1), small.dim(2)),
                0,
                3,
                1,
                4,
                2)
            : chain.permute(
                chain.reshape(x, channels, small.dim(1), factor, small.dim(2), factor),
                0,
                2,
                4,
                1,
                3);
    return chain.reshape(turned, output.shape().toArray());
  }
}
