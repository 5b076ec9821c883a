package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.ops.Arguments.Pair;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Transposed convolution: each input element paints a window, {@code stride} apart.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: {@code groups} divides the input's channels.
 *   <li>C3: {@code groups} divides {@code out}.
 *   <li>C4: {@code output_padding} is smaller than {@code stride} or {@code dilation}.
 *   <li>C5: the padding leaves something of the output.
 *   <li>C6: filter, output and multiply-adds can be counted.
 * </ul>
 */
public record ConvTranspose(
    long out,
    Pair kernel,
    Pair stride,
    Pair padding,
    Pair outputPadding,
    long groups,
    Pair dilation,
    boolean bias)
    implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("conv_transpose", "Enlarges an image with `out` learned filters.")
          .width(0)
          .required("out", new Attribute.Type.Int(1), "output channels")
          .required("kernel", new Attribute.Type.Pair(1), "height and width of the window")
          .option("stride", new Attribute.Type.Pair(1), "1", "distance of neighbouring windows")
          .option(
              "padding",
              new Attribute.Type.Pair(0),
              "0",
              "elements cut off each side of the output")
          .option(
              "output_padding",
              new Attribute.Type.Pair(0),
              "0",
              "elements added at the bottom and the right of the output")
          .option("groups", new Attribute.Type.Int(1), "1", "independent groups of channels")
          .option("dilation", new Attribute.Type.Pair(1), "1", "spacing of the window's elements")
          .option("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
          .shape(
              "[c, h, w] -> [out, (h - 1) * stride - 2 * padding + dilation * (kernel - 1)"
                  + " + output_padding + 1, same for w]")
          .parameters("weight [c, out / groups, kernel, kernel], bias [out]")
          .macs("c * h * w * (out / groups) * kernel * kernel")
          .source("PyTorch ConvTranspose2d; Zeiler et al., 2010")
          .build(a ->
              new ConvTranspose(
                  a.integer("out"),
                  a.pair("kernel"),
                  a.pair("stride"),
                  a.pair("padding"),
                  a.pair("output_padding"),
                  a.integer("groups"),
                  a.pair("dilation"),
                  a.flag("bias")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "conv_transpose",
        inputs,
        () ->
            Inference.unless(
                Check.image("conv_transpose", x)
                    .or(() -> Check.groups("conv_transpose", groups, x.shape().dim(0), out, x))
                    .or(this::outputPaddingFits)
                    .or(() -> somethingLeft(x.shape())),
                () -> size(x.shape())));
  }

  private Optional<Failed> outputPaddingFits() {
    long heightLimit = Math.max(stride.height(), dilation.height());
    long widthLimit = Math.max(stride.width(), dilation.width());
    if (outputPadding.height() < heightLimit && outputPadding.width() < widthLimit) {
      return Optional.empty();
    }
    Pair largest =
        new Pair(
            Math.min(outputPadding.height(), heightLimit - 1),
            Math.min(outputPadding.width(), widthLimit - 1));
    return Optional.of(
        Inference.failed(
                Code.BB0315,
                "`output_padding: "
                    + outputPadding
                    + "` of `conv_transpose` must be smaller than"
                    + " its stride or its dilation",
                "stride " + stride + ", dilation " + dilation)
            .argument("output_padding")
            .note(
                "it tells apart the input sizes that a convolution with this stride would round to"
                    + " one output size")
            .help("`output_padding` can be at most " + largest));
  }

  private Optional<Failed> somethingLeft(Shape x) {
    return Stream.of(height(x), width(x))
        .filter(axis -> axis.length() <= 0)
        .findFirst()
        .map(axis ->
            Inference.failed(
                    Code.BB0303, "`conv_transpose` would cut off its whole output", "receives " + x)
                .argument("padding")
                .note(axis.arithmetic())
                .help("use less `padding`: it is cut off both sides"));
  }

  private Axis height(Shape x) {
    return new Axis(
        "height",
        x.dim(1),
        kernel.height(),
        stride.height(),
        padding.height(),
        dilation.height(),
        outputPadding.height());
  }

  private Axis width(Shape x) {
    return new Axis(
        "width",
        x.dim(2),
        kernel.width(),
        stride.width(),
        padding.width(),
        dilation.width(),
        outputPadding.width());
  }

  /** The numbers of the rule along one axis. */
  private record Axis(
      String name,
      long size,
      long kernel,
      long stride,
      long padding,
      long dilation,
      long outputPadding) {
    /** How long the output is; not positive if nothing is left of it. */
    long length() {
      long painted =
          Math.addExact(
              Math.multiplyExact(size - 1, stride), Math.multiplyExact(dilation, kernel - 1));
      return Math.subtractExact(
          Math.addExact(Math.addExact(painted, outputPadding), 1), Math.multiplyExact(2, padding));
    }

    String arithmetic() {
      return ("%s: (%d - 1) * %d stride - 2 * %d padding + %d dilation * (%d kernel - 1)"
              + " + %d output_padding + 1 = %d")
          .formatted(name, size, stride, padding, dilation, kernel, outputPadding, length());
    }
  }

  private Inference size(Shape x) {
    long outPerGroup = out / groups;
    Optional<Failed> wrong =
        Check.parameter(
            "conv_transpose", "weight", x.dim(0), outPerGroup, kernel.height(), kernel.width());
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Check.countable(x.elements(), outPerGroup * kernel.height() * kernel.width());
    return Check.shape("conv_transpose", out, height(x).length(), width(x).length());
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long in = inputs.getFirst().shape().dim(0);
    List<ParameterSpec> all = new ArrayList<>();
    all.add(
        ParameterSpec.trainable(
            "weight", Shape.of(in, out / groups, kernel.height(), kernel.width())));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Window window =
        new Window(
            kernel.height(),
            kernel.width(),
            stride.height(),
            stride.width(),
            padding.height(),
            padding.width(),
            padding.height(),
            padding.width(),
            dilation.height(),
            dilation.width());
    return builder.step(
        new Kernel.TransposedConvolution(window, groups, bias, ScalarExpr.IDENTITY),
        inputs,
        parameters,
        output);
  }
}
