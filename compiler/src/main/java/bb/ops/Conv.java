package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.ops.Arguments.Padding;
import bb.ops.Arguments.Pair;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two-dimensional convolution (cross-correlation) of {@code [c, h, w]}.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: {@code groups} divides the input's channels.
 *   <li>C3: {@code groups} divides {@code out}.
 *   <li>C4: {@code same} padding has stride 1.
 *   <li>C5: at least one window lies in the padded input.
 *   <li>C6: filter, output and multiply-adds can be counted.
 * </ul>
 */
public record Conv(
    long out, Pair kernel, Pair stride, Padding padding, Pair dilation, long groups, boolean bias)
    implements Windowed {
  static final OpSpec SPEC =
      OpSpec.named("conv", "Convolves an image with `out` learned filters.")
          .width(0)
          .required("out", new Attribute.Type.Int(1), "output channels")
          .required("kernel", new Attribute.Type.Pair(1), "height and width of the window")
          .option("stride", new Attribute.Type.Pair(1), "1", "steps of the window")
          .option(
              "padding",
              new Attribute.Type.Padding(),
              "0",
              "zeros on each side; `same` keeps the size at stride 1, the odd one at the end")
          .option("dilation", new Attribute.Type.Pair(1), "1", "spacing of the window's elements")
          .option(
              "groups",
              new Attribute.Type.Int(1),
              "1",
              "independent groups of channels; as many as input channels is a depthwise"
                  + " convolution")
          .option("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
          .shape(
              "[c, h, w] -> [out, (h + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1,"
                  + " same for w]")
          .parameters("weight [out, c / groups, kernel, kernel], bias [out]")
          .macs("out * h' * w' * (c / groups) * kernel * kernel")
          .source("PyTorch Conv2d; LeCun et al., 1989")
          .build(a ->
              new Conv(
                  a.integer("out"),
                  a.pair("kernel"),
                  a.pair("stride"),
                  a.padding("padding"),
                  a.pair("dilation"),
                  a.integer("groups"),
                  a.flag("bias")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "conv",
        inputs,
        () ->
            Inference.unless(
                Check.image("conv", x)
                    .or(() -> Check.groups("conv", groups, x.shape().dim(0), out, x))
                    .or(this::sameWithStride)
                    .or(() -> rule(x.shape()).fitsOrPad()),
                () -> size(x.shape())));
  }

  private Optional<Failed> sameWithStride() {
    if (padding instanceof Padding.Explicit || stride.equals(Pair.square(1))) {
      return Optional.empty();
    }
    Pair half =
        new Pair(
            Math.multiplyExact(dilation.height(), kernel.height() - 1) / 2,
            Math.multiplyExact(dilation.width(), kernel.width() - 1) / 2);
    return Optional.of(
        Inference.failed(
                Code.BB0314,
                "`conv` cannot keep the `same` size with stride " + stride,
                "`same` needs stride 1")
            .argument("padding")
            .note("frameworks disagree on where the padding goes when a window steps further")
            .help("say how much: `padding: " + half + "`"));
  }

  private WindowRule rule(Shape x) {
    return switch (padding) {
      case Padding.Explicit(var pair) -> WindowRule.of("conv", x, kernel, stride, pair, dilation);
      case Padding.Same() -> WindowRule.same("conv", x, kernel, stride, dilation);
    };
  }

  private Inference size(Shape x) {
    WindowRule rule = rule(x);
    long inPerGroup = x.dim(0) / groups;
    Optional<Failed> wrong =
        Check.parameter("conv", "weight", out, inPerGroup, kernel.height(), kernel.width());
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Inference output =
        Check.shape("conv", out, rule.height().floorSize(), rule.width().floorSize());
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), inPerGroup * kernel.height() * kernel.width());
    }
    return output;
  }

  @Override
  public Optional<Padded> padded() {
    boolean odd =
        isOdd(dilation.height(), kernel.height()) && isOdd(dilation.width(), kernel.width());
    Pair half =
        new Pair(
            dilation.height() * (kernel.height() - 1) / 2,
            dilation.width() * (kernel.width() - 1) / 2);
    return odd && padding instanceof Padding.Explicit(var pair) && !pair.equals(half)
        ? Optional.of(
            new Padded(
                new Conv(out, kernel, stride, new Padding.Explicit(half), dilation, groups, bias),
                half.toString()))
        : Optional.empty();
  }

  private static boolean isOdd(long dilation, long kernel) {
    return dilation * (kernel - 1) % 2 == 0;
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long inPerGroup = inputs.getFirst().shape().dim(0) / groups;
    List<ParameterSpec> all = new ArrayList<>();
    all.add(
        ParameterSpec.trainable(
            "weight", Shape.of(out, inPerGroup, kernel.height(), kernel.width())));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    WindowRule rule = rule(inputs.getFirst().type().shape());
    return builder.step(
        new Kernel.Convolution(rule.window(), groups, bias, ScalarExpr.IDENTITY),
        inputs,
        parameters,
        output);
  }
}
