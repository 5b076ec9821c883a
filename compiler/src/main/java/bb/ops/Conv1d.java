package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Convolution along the tokens of {@code [tokens, features]}.
 *
 * <ul>
 *   <li>C1: the input is {@code [tokens, features]} of floats.
 *   <li>C2: {@code groups} divides the input's features and {@code out}.
 *   <li>C3: a causal convolution has no other padding.
 *   <li>C4: at least one window lies in the padded input.
 *   <li>C5: filter, output and multiply-adds can be counted.
 * </ul>
 */
public record Conv1d(
    long out,
    long kernel,
    long stride,
    long padding,
    long dilation,
    long groups,
    boolean bias,
    boolean causal)
    implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("conv1d", "Convolves the tokens with `out` learned filters.")
          .width(0)
          .required("out", new Attribute.Type.Int(1), "output features")
          .required("kernel", new Attribute.Type.Int(1), "length of the window")
          .option("stride", new Attribute.Type.Int(1), "1", "steps of the window")
          .option("padding", new Attribute.Type.Int(0), "0", "zeros before and after")
          .option("dilation", new Attribute.Type.Int(1), "1", "spacing of the window's elements")
          .option("groups", new Attribute.Type.Int(1), "1", "independent groups of features")
          .option("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
          .option(
              "causal",
              new Attribute.Type.Flag(),
              "false",
              "pad before the first token only, so that token i sees tokens 0 to i")
          .shape(
              "[t, d] -> [(t + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1, out];"
                  + " `causal: true`: [(t - 1) // stride + 1, out]")
          .parameters("weight [out, d / groups, kernel], bias [out]")
          .macs("t' * out * (d / groups) * kernel")
          .source("PyTorch Conv1d, on the transpose; van den Oord et al., 2016")
          .build(a ->
              new Conv1d(
                  a.integer("out"),
                  a.integer("kernel"),
                  a.integer("stride"),
                  a.integer("padding"),
                  a.integer("dilation"),
                  a.integer("groups"),
                  a.flag("bias"),
                  a.flag("causal")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "conv1d",
        inputs,
        () ->
            Inference.unless(
                Check.matrices("conv1d", inputs)
                    .or(() -> Check.groups("conv1d", groups, x.shape().dim(1), out, x))
                    .or(this::causalWithPadding)
                    .or(() -> windowFits(x)),
                () -> size(x.shape())));
  }

  private Optional<Failed> causalWithPadding() {
    return causal && padding > 0
        ? Optional.of(
            Inference.failed(
                    Code.BB0313, "`conv1d` cannot be causal and have padding too", "is " + padding)
                .argument("padding")
                .note("a causal convolution pads with kernel - 1 zeros before the first token")
                .help("leave `padding` out"))
        : Optional.empty();
  }

  private Optional<Failed> windowFits(TensorType x) {
    long room = room(x.shape().dim(0));
    return room >= 0
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0303,
                    "`conv1d` has a window of %d, which is longer than the input"
                        .formatted(extent()),
                    "receives " + x)
                .argument("kernel")
                .note(
                    "%d tokens and 2 * %d of padding are %d"
                        .formatted(x.shape().dim(0), padding, room + extent())));
  }

  /** Tokens that one window covers. */
  private long extent() {
    return Math.addExact(Math.multiplyExact(dilation, kernel - 1), 1);
  }

  /** How far the window can move. */
  private long room(long tokens) {
    long padded = causal ? extent() - 1 : Math.multiplyExact(2L, padding);
    return Math.subtractExact(Math.addExact(tokens, padded), extent());
  }

  private Inference size(Shape x) {
    long inputs = x.dim(1) / groups;
    Optional<Failed> wrong = Check.parameter("conv1d", "weight", out, inputs, kernel);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Inference output = Check.shape("conv1d", room(x.dim(0)) / stride + 1, out);
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), inputs * kernel);
    }
    return output;
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long in = inputs.getFirst().shape().dim(1);
    List<ParameterSpec> all = new ArrayList<>();
    all.add(ParameterSpec.trainable("weight", Shape.of(out, in / groups, kernel)));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    long before = causal ? extent() - 1 : padding;
    Window window =
        new Window(kernel, 1, stride, 1, before, 0, causal ? 0 : padding, 0, dilation, 1);
    Shape filter = parameters.getFirst().shape();
    List<WeightExpr> weights = new ArrayList<>(parameters);
    weights.set(
        0,
        new WeightExpr.Reshaped(
            parameters.getFirst(), Shape.of(filter.dim(0), filter.dim(1), filter.dim(2), 1)));
    return builder.step(
        new Kernel.Convolution(window, groups, bias, ScalarExpr.IDENTITY), inputs, weights, output);
  }
}
