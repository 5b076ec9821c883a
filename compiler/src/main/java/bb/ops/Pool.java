package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Arguments.Pair;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * The maximum or the mean over a sliding window.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: the padding is at most half the window, so that every window sees an element.
 *   <li>C3: at least one window lies in the padded input.
 * </ul>
 *
 * @param ceil whether a last partial window counts
 * @param countPadding whether a mean divides by the padding too
 */
public record Pool(
    Kernel.Pool.Kind kind,
    Pair kernel,
    Pair stride,
    Pair padding,
    Pair dilation,
    boolean ceil,
    boolean countPadding)
    implements Windowed {
  private static final String SHAPE =
      "[c, h, w] -> [c, (h + 2 * padding - kernel) // stride + 1, same for w]; `ceil: true` rounds"
          + " up";

  static final OpSpec MAX =
      common("max_pool", "Takes the largest element of each window.")
          .option("dilation", new Attribute.Type.Pair(1), "1", "spacing of the window's elements")
          .option("ceil", new Attribute.Type.Flag(), "false", "count a last partial window")
          .shape(SHAPE + "; a dilated kernel is dilation * (kernel - 1) + 1 long")
          .source("PyTorch MaxPool2d")
          .build(a -> of(a, Kernel.Pool.Kind.MAX, a.pair("dilation"), false));

  static final OpSpec AVERAGE =
      common("avg_pool", "Takes the mean of each window.")
          .option("ceil", new Attribute.Type.Flag(), "false", "count a last partial window")
          .option(
              "count_include_pad",
              new Attribute.Type.Flag(),
              "true",
              "divide by the padding's elements too")
          .shape(SHAPE)
          .source("PyTorch AvgPool2d")
          .build(a -> of(a, Kernel.Pool.Kind.AVERAGE, Pair.square(1), a.flag("count_include_pad")));

  private static OpSpec.Builder common(String name, String summary) {
    return OpSpec.named(name, summary)
        .required("kernel", new Attribute.Type.Pair(1), "height and width of the window")
        .positional(
            "stride", new Attribute.Type.Pair(1), "none", "steps of the window; else the kernel's")
        .option(
            "padding",
            new Attribute.Type.Pair(0),
            "0",
            "elements on each side; at most half the kernel");
  }

  private static Pool of(Arguments a, Kernel.Pool.Kind kind, Pair dilation, boolean countPadding) {
    return new Pool(
        kind,
        a.pair("kernel"),
        a.pair(a.has("stride") ? "stride" : "kernel"),
        a.pair("padding"),
        dilation,
        a.flag("ceil"),
        countPadding);
  }

  @Override
  public OpSpec spec() {
    return switch (kind) {
      case MAX -> MAX;
      case AVERAGE -> AVERAGE;
    };
  }

  private String layer() {
    return spec().name();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        layer(),
        inputs,
        () ->
            Inference.unless(
                Check.image(layer(), x)
                    .or(() -> halfPadding(x.shape()))
                    .or(() -> windowFits(x.shape())),
                () -> size(x.shape())));
  }

  private WindowRule rule(Shape x) {
    return WindowRule.of(layer(), x, kernel, stride, padding, dilation);
  }

  private Optional<Failed> windowFits(Shape x) {
    return rule(x)
        .fits()
        .map(failed ->
            switch (kind) {
              case MAX -> failed;
              case AVERAGE -> failed.help("`global_avg_pool` takes images of any size");
            });
  }

  private Optional<Failed> halfPadding(Shape x) {
    WindowRule rule = rule(x);
    Pair largest = new Pair(rule.height().extent() / 2, rule.width().extent() / 2);
    if (padding.height() <= largest.height() && padding.width() <= largest.width()) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0309,
                "`padding: " + padding + "` of `" + layer() + "` is more than half its window",
                "the window covers " + Check.size(rule.height().extent(), rule.width().extent()))
            .argument("padding")
            .note("a window in the corner would see nothing but padding")
            .help("`padding` can be at most " + largest));
  }

  @Override
  public Optional<Padded> padded() {
    boolean odd =
        dilation.height() * (kernel.height() - 1) % 2 == 0
            && dilation.width() * (kernel.width() - 1) % 2 == 0;
    Pair half =
        new Pair(
            dilation.height() * (kernel.height() - 1) / 2,
            dilation.width() * (kernel.width() - 1) / 2);
    return odd && !padding.equals(half)
        ? Optional.of(
            new Padded(
                new Pool(kind, kernel, stride, half, dilation, ceil, countPadding),
                half.toString()))
        : Optional.empty();
  }

  private Inference size(Shape x) {
    WindowRule rule = rule(x);
    return ceil
        ? Check.shape(layer(), x.dim(0), rule.height().ceilSize(), rule.width().ceilSize())
        : Check.shape(layer(), x.dim(0), rule.height().floorSize(), rule.width().floorSize());
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    WindowRule rule = rule(inputs.getFirst().type().shape());
    return builder.step(
        new Kernel.Pool(kind, rule.window(), countPadding), inputs, List.of(), output);
  }
}
