package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Transposed convolution: each input element paints a window, {@code stride} apart.
 *
 * <ul>
 *   <li>C1: the input is {@code [tokens, features]}, {@code [channels, height, width]} or {@code
 *       [channels, depth, height, width]} of floats.
 *   <li>C2: {@code groups} divides the input's channels.
 *   <li>C3: {@code groups} divides {@code out}.
 *   <li>C4: {@code output_padding} is smaller than {@code stride} or {@code dilation}.
 *   <li>C5: the padding leaves something of the output.
 *   <li>C6: filter, output and multiply-adds can be counted.
 * </ul>
 */
public record ConvTranspose(
    Space space,
    long out,
    Sizes kernel,
    Sizes stride,
    Sizes padding,
    Sizes outputPadding,
    long groups,
    Sizes dilation,
    boolean bias)
    implements Operator {
  static final OpSpec SEQUENCE =
      spec(
              Space.SEQUENCE,
              "Lengthens a sequence with `out` learned filters.",
              "length of the window")
          .source("PyTorch ConvTranspose1d, on the transpose")
          .buildNormed(a -> of(Space.SEQUENCE, a));

  static final OpSpec IMAGE =
      spec(
              Space.IMAGE,
              "Enlarges an image with `out` learned filters.",
              "height and width of the window")
          .source("PyTorch ConvTranspose2d; Zeiler et al., 2010")
          .buildNormed(a -> of(Space.IMAGE, a));

  static final OpSpec VOLUME =
      spec(
              Space.VOLUME,
              "Enlarges a volume with `out` learned filters.",
              "depth, height and width of the window")
          .source("PyTorch ConvTranspose3d")
          .buildNormed(a -> of(Space.VOLUME, a));

  private static OpSpec.Builder spec(Space space, String summary, String kernel) {
    String c = space.channelName();
    return OpSpec.named(space.layer("conv_transpose"), summary)
        .width(0)
        .required("out", new Attribute.Type.Int(1), "output channels")
        .required("kernel", space.type(1), kernel)
        .option("stride", space.type(1), "1", "distance of neighbouring windows")
        .option("padding", space.type(0), "0", "elements cut off each side of the output")
        .option(
            "output_padding",
            space.type(0),
            "0",
            space == Space.IMAGE
                ? "elements added at the bottom and the right of the output"
                : "elements added at the end of the output")
        .option("groups", new Attribute.Type.Int(1), "1", "independent groups of channels")
        .option("dilation", space.type(1), "1", "spacing of the window's elements")
        .option("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
        .shape(
            space.rule(
                c,
                "out",
                "(%s - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1"))
        .parameters(
            "weight [%s, out / groups, %s], bias [out]".formatted(c, space.each("kernel", ", ")))
        .macs(
            "%s * %s * (out / groups) * %s"
                .formatted(c, space.pixels(""), space.each("kernel", " * ")));
  }

  private static ConvTranspose of(Space space, Arguments a) {
    return new ConvTranspose(
        space,
        a.integer("out"),
        a.sizes("kernel"),
        a.sizes("stride"),
        a.sizes("padding"),
        a.sizes("output_padding"),
        a.integer("groups"),
        a.sizes("dilation"),
        a.flag("bias"));
  }

  @Override
  public OpSpec spec() {
    return Operators.find(layer()).orElseThrow();
  }

  private String layer() {
    return space.layer("conv_transpose");
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        layer(),
        inputs,
        () ->
            Inference.unless(
                space
                    .fits(layer(), x)
                    .or(() -> Check.groups(layer(), groups, space.channels(x.shape()), out, x))
                    .or(this::outputPaddingFits)
                    .or(() -> somethingLeft(x.shape())),
                () -> size(x.shape())));
  }

  private Optional<Failed> outputPaddingFits() {
    Sizes most = stride.with(dilation, (s, d) -> Math.max(s, d) - 1);
    Sizes largest = outputPadding.with(most, Math::min);
    if (outputPadding.equals(largest)) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0315,
                "`output_padding: %s` of `%s` must be smaller than its stride or its dilation"
                    .formatted(outputPadding, layer()),
                "stride " + stride + ", dilation " + dilation)
            .argument("output_padding")
            .note(
                "it tells apart the input sizes that a convolution with this stride would round to"
                    + " one output size")
            .help("`output_padding` can be at most " + largest));
  }

  private Optional<Failed> somethingLeft(Shape x) {
    return axes(x).stream()
        .filter(axis -> axis.length() <= 0)
        .findFirst()
        .map(axis ->
            Inference.failed(
                    Code.BB0303,
                    "`" + layer() + "` would cut off its whole output",
                    "receives " + x)
                .argument("padding")
                .note(axis.arithmetic())
                .help("use less `padding`: it is cut off both sides"));
  }

  private List<Axis> axes(Shape x) {
    Sizes sizes = space.sizes(x);
    return IntStream.range(0, space.count())
        .mapToObj(i ->
            new Axis(
                new WindowAxis(
                    space.axes().get(i),
                    sizes.get(i),
                    kernel.get(i),
                    stride.get(i),
                    padding.get(i),
                    padding.get(i),
                    dilation.get(i)),
                outputPadding.get(i)))
        .toList();
  }

  /** The numbers of the rule along one axis, on which the window paints. */
  private record Axis(WindowAxis window, long outputPadding) {
    /** How long the output is; not positive if nothing is left of it. */
    long length() {
      long painted =
          Math.addExact(
              Math.multiplyExact(window.size() - 1, window.stride()),
              Math.multiplyExact(window.dilation(), window.kernel() - 1));
      return Math.subtractExact(
          Math.addExact(Math.addExact(painted, outputPadding), 1),
          Math.multiplyExact(2, window.before()));
    }

    String arithmetic() {
      return ("%s: (%d - 1) * %d stride - 2 * %d padding + %d dilation * (%d kernel - 1)"
              + " + %d output_padding + 1 = %d")
          .formatted(
              window.name(),
              window.size(),
              window.stride(),
              window.before(),
              window.dilation(),
              window.kernel(),
              outputPadding,
              length());
    }
  }

  private Inference size(Shape x) {
    Optional<Failed> wrong = Check.parameter(layer(), "weight", filter(space.channels(x)));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Check.countable(x.elements(), out / groups * kernel.product());
    List<Long> sizes = axes(x).stream().map(Axis::length).toList();
    Inference made = Check.shape(layer(), space.dims(out, sizes)).as(Axes.FIRST);
    return space == Space.VOLUME ? Volumes.countable(layer(), made, painted(x, sizes)) : made;
  }

  /** The planes that each element of the window has painted, with those that are cut off. */
  private List<Long> painted(Shape x, List<Long> sizes) {
    long spread = Math.multiplyExact(x.dim(1), stride.get(0));
    long reach = Math.multiplyExact(dilation.get(0), kernel.get(0));
    long planes =
        Math.addExact(Math.addExact(spread, reach), Math.max(padding.get(0), sizes.getFirst()));
    return List.of(out, kernel.get(0), planes, sizes.get(1), sizes.get(2));
  }

  private List<Long> filter(long in) {
    List<Long> dims = new ArrayList<>(List.of(in, out / groups));
    dims.addAll(kernel.list());
    return dims;
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    List<ParameterSpec> all = new ArrayList<>();
    all.add(
        ParameterSpec.trainable(
            "weight", new Shape(filter(space.channels(inputs.getFirst().shape())))));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py make =
        Py.call(
            "nn.ConvTranspose" + space.count() + "d",
            Py.arg(Py.of(space.channels(in.shape()), "in_channels")),
            Py.arg(Py.of(out, "out_channels")),
            Py.arg(Py.of(kernel.python(), "kernel_size")),
            Py.option("stride", stride.python(), 1L),
            Py.option("padding", padding.python(), 0L),
            Py.option("output_padding", outputPadding.python(), 0L),
            Py.option("groups", groups, 1L),
            Py.option("bias", bias, true),
            Py.option("dilation", dilation.python(), 1L));
    return space == Space.SEQUENCE
        ? Spelling.module(make, Py.SELF.apply(Py.X.transposed()).transposed())
        : Spelling.module(make);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    List<WindowAxis> windows = axes(x.type().shape()).stream().map(Axis::window).toList();
    WindowRule rule = new WindowRule(layer(), x.type().shape(), windows);
    return Convolving.transposed(builder, rule, groups, x, parameters, output);
  }
}
