package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
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

/**
 * The maximum or the mean over a sliding window.
 *
 * <ul>
 *   <li>C1: the input is {@code [tokens, features]}, {@code [channels, height, width]} or {@code
 *       [channels, depth, height, width]} of floats.
 *   <li>C2: the padding is at most half the window, so that every window sees an element.
 *   <li>C3: at least one window lies in the padded input.
 * </ul>
 *
 * @param ceil whether a last partial window counts
 * @param countPadding whether a mean divides by the padding too
 */
public record Pool(
    Space space,
    Kernel.Pool.Kind kind,
    Sizes kernel,
    Sizes stride,
    Sizes padding,
    Sizes dilation,
    boolean ceil,
    boolean countPadding)
    implements Windowed {
  static final OpSpec MAX_SEQUENCE = max(Space.SEQUENCE, "PyTorch MaxPool1d, on the transpose");
  static final OpSpec MAX = max(Space.IMAGE, "PyTorch MaxPool2d");
  static final OpSpec AVERAGE_SEQUENCE =
      average(Space.SEQUENCE, "PyTorch AvgPool1d, on the transpose");
  static final OpSpec AVERAGE = average(Space.IMAGE, "PyTorch AvgPool2d");

  static final OpSpec MAX_VOLUME = max(Space.VOLUME, "PyTorch MaxPool3d");
  static final OpSpec AVERAGE_VOLUME = average(Space.VOLUME, "PyTorch AvgPool3d");

  private static OpSpec max(Space space, String source) {
    return common(space, "max_pool", "Takes the largest element of each window.")
        .option("dilation", space.type(1), "1", "spacing of the window's elements")
        .option("ceil", new Attribute.Type.Flag(), "false", "count a last partial window")
        .shape(shape(space) + "; a dilated kernel is dilation * (kernel - 1) + 1 long")
        .source(source)
        .build(a -> of(space, a, Kernel.Pool.Kind.MAX, a.sizes("dilation"), false));
  }

  private static OpSpec average(Space space, String source) {
    return common(space, "avg_pool", "Takes the mean of each window.")
        .option("ceil", new Attribute.Type.Flag(), "false", "count a last partial window")
        .option(
            "count_include_pad",
            new Attribute.Type.Flag(),
            "true",
            "divide by the padding's elements too")
        .shape(shape(space))
        .source(source)
        .build(a ->
            of(
                space,
                a,
                Kernel.Pool.Kind.AVERAGE,
                Sizes.all(space.count(), 1),
                a.flag("count_include_pad")));
  }

  private static String shape(Space space) {
    String c = space.channelName();
    return space.rule(c, c, "(%s + 2 * padding - kernel) // stride + 1")
        + "; `ceil: true` rounds up";
  }

  private static OpSpec.Builder common(Space space, String base, String summary) {
    return OpSpec.named(space.layer(base), summary)
        .required("kernel", space.type(1), space.extents() + " of the window")
        .positional("stride", space.type(1), "none", "steps of the window; else the kernel's")
        .option("padding", space.type(0), "0", "elements on each side; at most half the kernel");
  }

  private static Pool of(
      Space space, Arguments a, Kernel.Pool.Kind kind, Sizes dilation, boolean countPadding) {
    return new Pool(
        space,
        kind,
        a.sizes("kernel"),
        a.sizes(a.has("stride") ? "stride" : "kernel"),
        a.sizes("padding"),
        dilation,
        a.flag("ceil"),
        countPadding);
  }

  @Override
  public OpSpec spec() {
    return Operators.find(layer()).orElseThrow();
  }

  private String layer() {
    return space.layer(
        switch (kind) {
          case MAX -> "max_pool";
          case AVERAGE -> "avg_pool";
        });
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
                    .or(() -> halfPadding(x.shape()))
                    .or(() -> windowFits(x.shape())),
                () -> size(x.shape())));
  }

  private WindowRule rule(Shape x) {
    return WindowRule.of(layer(), space, x, kernel, stride, padding, dilation);
  }

  private Optional<Failed> windowFits(Shape x) {
    return rule(x)
        .fits()
        .map(failed ->
            switch (kind) {
              case MAX -> failed;
              case AVERAGE -> failed.help("`global_avg_pool` takes tensors of any size");
            });
  }

  private Optional<Failed> halfPadding(Shape x) {
    WindowRule rule = rule(x);
    Sizes largest = rule.sizes(axis -> axis.extent() / 2);
    if (padding.with(largest, Math::min).equals(padding)) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0309,
                "`padding: " + padding + "` of `" + layer() + "` is more than half its window",
                "the window covers " + rule.sizes(WindowAxis::extent).times())
            .argument("padding")
            .note("a window in the corner would see nothing but padding")
            .help("`padding` can be at most " + largest));
  }

  @Override
  public Optional<Padded> padded() {
    Sizes covered = kernel.with(dilation, (k, d) -> d * (k - 1));
    boolean odd = covered.list().stream().allMatch(size -> size % 2 == 0);
    Sizes half = new Sizes(covered.list().stream().map(size -> size / 2).toList());
    return odd && !padding.equals(half)
        ? Optional.of(
            new Padded(
                new Pool(space, kind, kernel, stride, half, dilation, ceil, countPadding),
                half.toString()))
        : Optional.empty();
  }

  private Inference size(Shape x) {
    Sizes sizes = rule(x).sizes(ceil ? WindowAxis::ceilSize : WindowAxis::floorSize);
    Inference made =
        Check.shape(layer(), space.dims(space.channels(x), sizes.list())).as(Axes.FIRST);
    return space == Space.VOLUME
        ? Volumes.countable(layer(), made, List.of(x.dim(0), x.dim(1), sizes.get(1), sizes.get(2)))
        : made;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> arguments = new ArrayList<>();
    arguments.add(Py.arg(Py.of(kernel.python(), "kernel_size")));
    if (!stride.equals(kernel)) {
      arguments.add(Py.arg("stride", Py.of(stride.python(), "stride")));
    }
    arguments.add(Py.option("padding", padding.python(), 0L));
    String name =
        switch (kind) {
          case MAX -> {
            arguments.add(Py.option("dilation", dilation.python(), 1L));
            arguments.add(Py.option("ceil_mode", ceil, false));
            yield "max";
          }
          case AVERAGE -> {
            arguments.add(Py.option("ceil_mode", ceil, false));
            arguments.add(Py.option("count_include_pad", countPadding, true));
            yield "avg";
          }
        };
    return Spelled.pool(space, name + "_pool", arguments);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    WindowRule rule = rule(x.type().shape());
    if (Volumes.is(x)) {
      return new Volumes(builder).pool(kind, countPadding, rule, x, output.shape());
    }
    return builder.step(
        new Kernel.Pool(kind, rule.window(), countPadding), inputs, List.of(), output);
  }
}
