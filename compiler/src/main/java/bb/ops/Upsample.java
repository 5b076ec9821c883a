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
 * Resizes an image to a size or by a factor.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: exactly one of {@code scale_factor} and {@code size} is given.
 *   <li>C3: {@code align_corners} goes with {@code bilinear} only.
 * </ul>
 */
public record Upsample(
    Optional<Sizes> scaleFactor,
    Optional<Sizes> size,
    Kernel.Resize.Mode mode,
    boolean alignCorners)
    implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("upsample", "Resizes an image by repeating or interpolating its pixels.")
          .positional(
              "scale_factor",
              new Attribute.Type.Pair(1),
              "none",
              "how many times larger; or `size`")
          .option("size", new Attribute.Type.Pair(1), "none", "height and width of the output")
          .option(
              "mode",
              new Attribute.Type.Choice(List.of("nearest", "bilinear")),
              "nearest",
              "how new pixels are made")
          .option(
              "align_corners",
              new Attribute.Type.Flag(),
              "false",
              "for `bilinear`: corner pixels keep their values")
          .shape("[c, h, w] -> [c, h * scale_factor, w * scale_factor] or [c, size, size]")
          .source("PyTorch Upsample")
          .build(a ->
              new Upsample(
                  optional(a, "scale_factor"),
                  optional(a, "size"),
                  a.word("mode").equals("bilinear")
                      ? Kernel.Resize.Mode.BILINEAR
                      : Kernel.Resize.Mode.NEAREST,
                  a.flag("align_corners")));

  private static Optional<Sizes> optional(Arguments a, String name) {
    return a.has(name) ? Optional.of(a.sizes(name)) : Optional.empty();
  }

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "upsample",
        inputs,
        () ->
            Inference.unless(
                Check.image("upsample", x).or(this::oneSize).or(this::cornersOfBilinear),
                () -> size(x.shape())));
  }

  private Optional<Failed> oneSize() {
    if (scaleFactor.isPresent() != size.isPresent()) {
      return Optional.empty();
    }
    boolean both = size.isPresent();
    Failed failed =
        Inference.failed(
                Code.BB0313,
                both
                    ? "`upsample` cannot take both `scale_factor` and `size`"
                    : "`upsample` needs `scale_factor` or `size`",
                both ? "each determines the output" : "the output's size is unknown")
            .help(both ? "keep one of them" : "`scale_factor: 2` doubles the height and the width");
    return Optional.of(both ? failed.argument("size") : failed);
  }

  private Optional<Failed> cornersOfBilinear() {
    return alignCorners && mode == Kernel.Resize.Mode.NEAREST
        ? Optional.of(
            Inference.failed(
                    Code.BB0313,
                    "`align_corners` of `upsample` has no meaning with `mode: nearest`",
                    "only `bilinear` has corners to align")
                .argument("align_corners")
                .help("add `mode: bilinear`, or leave `align_corners` out"))
        : Optional.empty();
  }

  private Inference size(Shape x) {
    if (size.isPresent()) {
      return Check.shape("upsample", x.dim(0), size.get().height(), size.get().width());
    }
    Sizes factor = scaleFactor.orElseThrow();
    return Check.shape(
        "upsample",
        x.dim(0),
        Math.multiplyExact(x.dim(1), factor.height()),
        Math.multiplyExact(x.dim(2), factor.width()));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Resize(mode, alignCorners), inputs, List.of(), output);
  }
}
