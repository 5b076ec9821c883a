package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Arguments.Padding;
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
 * Convolution (cross-correlation) along the tokens of {@code [tokens, features]}, of an image, or
 * of a volume.
 *
 * <ul>
 *   <li>C1: the input is such a tensor of floats.
 *   <li>C2: {@code groups} divides the input's channels.
 *   <li>C3: {@code groups} divides {@code out}.
 *   <li>C4: {@code same} padding has stride 1; a causal convolution has no other padding.
 *   <li>C5: at least one window lies in the padded input.
 *   <li>C6: the input has the elements that its padding repeats.
 *   <li>C7: filter, output and multiply-adds can be counted.
 * </ul>
 *
 * @param padding that of tokens may be two numbers, before and after
 */
public record Conv(
    Space space,
    long out,
    Sizes kernel,
    Sizes stride,
    Padding padding,
    Sizes dilation,
    long groups,
    boolean bias,
    Kernel.Pad.Mode paddingMode,
    boolean causal)
    implements Windowed {
  static final OpSpec SEQUENCE =
      spec(Space.SEQUENCE, "the tokens", "length of the window")
          .option(
              "causal",
              new Attribute.Type.Flag(),
              "false",
              "pad before the first token only, so that token i sees tokens 0 to i")
          .shape(rule(Space.SEQUENCE) + "; `causal: true`: [(t - 1) // stride + 1, out]")
          .source("PyTorch Conv1d, on the transpose; van den Oord et al., 2016")
          .buildNormed(a -> of(Space.SEQUENCE, a, a.flag("causal")));

  static final OpSpec IMAGE =
      spec(Space.IMAGE, "an image", "height and width of the window")
          .shape(rule(Space.IMAGE))
          .source("PyTorch Conv2d; LeCun et al., 1989")
          .buildNormed(a -> of(Space.IMAGE, a, false));

  static final OpSpec VOLUME =
      spec(Space.VOLUME, "a volume", "depth, height and width of the window")
          .shape(rule(Space.VOLUME))
          .source("PyTorch Conv3d; Tran et al., 2015")
          .buildNormed(a -> of(Space.VOLUME, a, false));

  private static OpSpec.Builder spec(Space space, String what, String kernel) {
    String c = space.channelName();
    return OpSpec.named(space.layer("conv"), "Convolves " + what + " with `out` learned filters.")
        .width(0)
        .required("out", new Attribute.Type.Int(1), "output channels")
        .required("kernel", space.type(1), kernel)
        .option("stride", space.type(1), "1", "steps of the window")
        .option(
            "padding",
            new Attribute.Type.Padding(Math.max(2, space.count())),
            "0",
            space == Space.SEQUENCE
                ? "elements on each side, or (before, after); `same` keeps the size at stride 1,"
                    + " the odd one at the end"
                : "elements on each side; `same` keeps the size at stride 1, the odd one at the"
                    + " end")
        .option("dilation", space.type(1), "1", "spacing of the window's elements")
        .option(
            "groups",
            new Attribute.Type.Int(1),
            "1",
            "independent groups of channels; as many as input channels is a depthwise"
                + " convolution")
        .option("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
        .option("padding_mode", PaddingMode.words("zeros"), "zeros", "what the padding holds")
        .parameters(
            "weight [out, %s / groups, %s], bias [out]".formatted(c, space.each("kernel", ", ")))
        .macs(
            "out * %s * (%s / groups) * %s"
                .formatted(space.pixels("'"), c, space.each("kernel", " * ")));
  }

  private static String rule(Space space) {
    return space.rule(
        space.channelName(),
        "out",
        "(%s + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1");
  }

  private static Conv of(Space space, Arguments a, boolean causal) {
    return new Conv(
        space,
        a.integer("out"),
        a.sizes("kernel"),
        a.sizes("stride"),
        a.padding("padding"),
        a.sizes("dilation"),
        a.integer("groups"),
        a.flag("bias"),
        PaddingMode.of(a.word("padding_mode")),
        causal);
  }

  @Override
  public OpSpec spec() {
    return Operators.find(space.layer("conv")).orElseThrow();
  }

  private String layer() {
    return space.layer("conv");
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
                    .or(this::causalWithPadding)
                    .or(this::sameWithStride)
                    .or(() -> rule(x.shape()).fitsOrPad())
                    .or(() -> paddingFits(x)),
                () -> size(x.shape())));
  }

  private Optional<Failed> causalWithPadding() {
    boolean none = padding instanceof Padding.Explicit(var sizes) && sizes.are(0);
    return causal && !none
        ? Optional.of(
            Inference.failed(
                    Code.BB0313,
                    "`" + layer() + "` cannot be causal and have padding too",
                    "is " + written())
                .argument("padding")
                .note("a causal convolution pads with kernel - 1 elements before the first token")
                .help("leave `padding` out"))
        : Optional.empty();
  }

  private String written() {
    return switch (padding) {
      case Padding.Explicit(var sizes) -> sizes.toString();
      case Padding.Same() -> "same";
    };
  }

  private Optional<Failed> sameWithStride() {
    if (padding instanceof Padding.Explicit || stride.are(1)) {
      return Optional.empty();
    }
    Sizes half = kernel.with(dilation, (k, d) -> Math.multiplyExact(d, k - 1) / 2);
    return Optional.of(
        Inference.failed(
                Code.BB0314,
                "`" + layer() + "` cannot keep the `same` size with stride " + stride,
                "`same` needs stride 1")
            .argument("padding")
            .note("frameworks disagree on where the padding goes when a window steps further")
            .help("say how much: `padding: " + half + "`"));
  }

  private Optional<Failed> paddingFits(TensorType x) {
    WindowRule rule = rule(x.shape());
    return PaddingMode.fits(
        layer(),
        paddingMode,
        rule.sizes(WindowAxis::size).list(),
        rule.sizes(WindowAxis::before).list(),
        rule.sizes(WindowAxis::after).list(),
        x);
  }

  private WindowRule rule(Shape x) {
    Sizes none = Sizes.all(space.count(), 0);
    return switch (padding) {
      case Padding.Same() ->
          WindowRule.of(layer(), space, x, kernel, stride, none, dilation).same();
      case Padding.Explicit(var sizes) when space == Space.SEQUENCE -> {
        WindowRule rule = WindowRule.of(layer(), space, x, kernel, stride, none, dilation);
        WindowAxis axis = rule.axes().getFirst();
        yield new WindowRule(
            layer(),
            x,
            List.of(
                causal
                    ? axis.padded(axis.extent() - 1, 0)
                    : axis.padded(sizes.get(0), sizes.get(1))));
      }
      case Padding.Explicit(var sizes) ->
          WindowRule.of(layer(), space, x, kernel, stride, sizes, dilation);
    };
  }

  private Inference size(Shape x) {
    long inPerGroup = space.channels(x) / groups;
    Optional<Failed> wrong = Check.parameter(layer(), "weight", filter(inPerGroup));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Inference output =
        Check.shape(layer(), space.dims(out, rule(x).sizes(WindowAxis::floorSize).list()))
            .as(Axes.FIRST);
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), inPerGroup * kernel.product());
    }
    return space == Space.VOLUME ? Volumes.countable(layer(), output, gathered(x)) : output;
  }

  /** The planes that each window sees, together. */
  private List<Long> gathered(Shape x) {
    List<Long> dims = new ArrayList<>(List.of(x.dim(0), kernel.get(0)));
    dims.addAll(rule(x).sizes(WindowAxis::padded).list());
    return dims;
  }

  private List<Long> filter(long inPerGroup) {
    List<Long> dims = new ArrayList<>(List.of(out, inPerGroup));
    dims.addAll(kernel.list());
    return dims;
  }

  @Override
  public Optional<Padded> padded() {
    Sizes covered = kernel.with(dilation, (k, d) -> d * (k - 1));
    boolean odd = covered.list().stream().allMatch(size -> size % 2 == 0);
    if (!odd || causal || !(padding instanceof Padding.Explicit(var sizes))) {
      return Optional.empty();
    }
    Sizes half = new Sizes(covered.list().stream().map(size -> size / 2).toList());
    Sizes both = space == Space.SEQUENCE ? Sizes.all(2, half.get(0)) : half;
    return sizes.equals(both)
        ? Optional.empty()
        : Optional.of(
            new Padded(
                new Conv(
                    space,
                    out,
                    kernel,
                    stride,
                    new Padding.Explicit(both),
                    dilation,
                    groups,
                    bias,
                    paddingMode,
                    false),
                half.toString()));
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long inPerGroup = space.channels(inputs.getFirst().shape()) / groups;
    List<ParameterSpec> all = new ArrayList<>();
    all.add(ParameterSpec.trainable("weight", new Shape(filter(inPerGroup))));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    WindowRule rule = rule(in.shape());
    Sizes before = rule.sizes(WindowAxis::before);
    Sizes after = rule.sizes(WindowAxis::after);
    boolean even = before.equals(after);
    boolean same = !even && padding instanceof Padding.Same;
    Object around = same ? "same" : even ? before.python() : Long.valueOf(0);
    Py x = space == Space.SEQUENCE ? Py.X.transposed() : Py.X;
    if (!even && !same) {
      x = Pad.spelled(x, before, after, paddingMode, 0);
    }
    List<Py.Arg> window =
        List.of(
            Py.option("stride", stride.python(), 1L),
            Py.option("padding", around, 0L),
            Py.option("dilation", dilation.python(), 1L),
            Py.option("groups", groups, 1L));
    List<Py.Arg> make = new ArrayList<>();
    make.add(Py.arg(Py.of(space.channels(in.shape()), "in_channels")));
    make.add(Py.arg(Py.of(out, "out_channels")));
    make.add(Py.arg(Py.of(kernel.python(), "kernel_size")));
    make.addAll(window);
    make.add(Py.option("bias", bias, true));
    // what is padded before the convolution has its own mode
    Object mode = around.equals(0L) ? "zeros" : PaddingMode.python(paddingMode, "zeros");
    make.add(Py.option("padding_mode", mode, "zeros"));
    Py result = Py.SELF.apply(x);
    List<Py.Arg> function = new ArrayList<>(List.of(Py.arg(x), Py.arg(new Py.Own("weight"))));
    if (bias) {
      function.add(Py.arg(new Py.Own("bias")));
    }
    function.addAll(window);
    Py applied = Py.call("F.conv" + space.count() + "d", function);
    return Spelling.module(
            Py.call("nn.Conv" + space.count() + "d", make),
            space == Space.SEQUENCE ? result.transposed() : result)
        .of(space == Space.SEQUENCE ? applied.transposed() : applied);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    WindowRule rule = rule(x.type().shape());
    if (paddingMode != Kernel.Pad.Mode.CONSTANT) {
      x = repeated(builder, x, rule);
      rule = new WindowRule(layer(), x.type().shape(), unpadded(rule));
    }
    return Convolving.lower(builder, rule, groups, x, parameters, output);
  }

  private static List<WindowAxis> unpadded(WindowRule rule) {
    return rule.axes().stream().map(axis -> axis.padded(0, 0)).toList();
  }

  /** What the window slides over, with its padding. */
  private Value repeated(ProgramBuilder builder, Value x, WindowRule rule) {
    Sizes before = rule.sizes(WindowAxis::before);
    Sizes after = rule.sizes(WindowAxis::after);
    if (before.are(0) && after.are(0)) {
      return x;
    }
    return builder.step(
        new Kernel.Pad(space.dims(0, before.list()), space.dims(0, after.list()), 0, paddingMode),
        List.of(x),
        List.of(),
        TensorType.float32(
            new Shape(
                space.dims(
                    space.channels(x.type().shape()),
                    IntStream.range(0, space.count())
                        .mapToObj(i -> rule.axes().get(i).padded())
                        .toList()))));
  }
}
