package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
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
 * Fully connected layer: {@code y = x * transpose(weight) + bias} over the last axis.
 *
 * <ul>
 *   <li>C1: the input holds floats, and has an axis.
 *   <li>C2: the last axis is that of the features, or is stated.
 *   <li>C3: weight, output and multiply-adds can be counted.
 * </ul>
 */
public record Linear(long out, boolean bias, boolean transposed, Optional<Long> axis)
    implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("linear", "Connects every input feature with every output feature.")
          .width(0)
          .required("out", new Attribute.Type.Int(1), "output features")
          .option("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
          .option(
              "transposed",
              new Attribute.Type.Flag(),
              "false",
              "keep the weight as [in, out], as GPT-2's checkpoint does")
          .option("axis", Attribute.Type.Int.ANY, "none", FeatureAxis.ONLY_LAST)
          .shape("[..., in] -> [..., out]")
          .parameters("weight [out, in], bias [out]; `transposed: true`: weight [in, out]")
          .macs("tokens * in * out")
          .source("PyTorch Linear; Rosenblatt, 1958")
          .buildNormed(a ->
              new Linear(
                  a.integer("out"), a.flag("bias"), a.flag("transposed"), FeatureAxis.of(a)));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "linear",
        inputs,
        () ->
            Inference.unless(
                Check.floats("linear", inputs)
                    .or(() -> Check.vectors("linear", x.shape()))
                    .or(() -> last(x))
                    .or(() -> Check.parameter("linear", "weight", out, x.shape().dim(-1))),
                () -> size(x.shape())));
  }

  /** The last axis is that of the features, or is said to be meant. */
  private Optional<Failed> last(TensorType x) {
    Shape shape = x.shape();
    if (axis.isPresent()) {
      return Check.axis("linear", axis.get(), shape)
          .or(() ->
              axis.get() == -1 || axis.get() == shape.rank() - 1
                  ? Optional.empty()
                  : Optional.of(otherAxis(shape)));
    }
    if (x.axes() != Axes.FIRST) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0301,
                "`linear` needs [..., features], found the image " + shape,
                "receives " + shape)
            .note(
                "it connects the last axis, here %d; the other %d positions would stay separate"
                    .formatted(shape.dim(-1), shape.elements() / shape.dim(-1)))
            .help("`flatten` first: it makes [" + shape.elements() + "]")
            .help(
                "or `conv(%d, 1)` for the channels of an image, `axis: -1` for the last axis"
                    .formatted(out)));
  }

  private Failed otherAxis(Shape shape) {
    return Inference.failed(
            Code.BB0235,
            "`linear` cannot work along axis %d of %s".formatted(axis.orElseThrow(), shape),
            "receives " + shape)
        .argument("axis")
        .note("it connects the last axis, here of %d".formatted(shape.dim(-1)))
        .help(
            "use `conv(%d, 1)` for the channels of an image, or bring the axis to the end"
                .formatted(out));
  }

  @Override
  public Optional<String> assumedFeatures(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return axis.isEmpty() && x.axes() == Axes.UNSAID
        ? Optional.of("`flatten` first, where one vector of %d is".formatted(x.shape().elements()))
        : Optional.empty();
  }

  private Inference size(Shape x) {
    List<Long> dims = new ArrayList<>(x.dims());
    dims.set(dims.size() - 1, out);
    Inference output = Check.shape("linear", dims).as(Axes.LAST);
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), x.dim(-1));
    }
    return output;
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    List<ParameterSpec> all = new ArrayList<>();
    long in = inputs.getFirst().shape().dim(-1);
    Shape weight = transposed ? Shape.of(in, out) : Shape.of(out, in);
    all.add(ParameterSpec.trainable("weight", weight));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py make =
        Py.call(
            transposed ? "TransposedLinear" : "nn.Linear",
            Py.arg(Py.of(in.shape().dim(-1), "in_features")),
            Py.arg(Py.of(out, "out_features")),
            Py.option("bias", bias, true));
    Py weight = new Py.Own("weight");
    Py matrix = transposed ? weight.attr("T") : weight;
    Py applied =
        bias
            ? Py.call("F.linear", Py.X, matrix, new Py.Own("bias"))
            : Py.call("F.linear", Py.X, matrix);
    return Spelling.module(make).of(applied);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    List<WeightExpr> weights = new ArrayList<>(parameters);
    if (transposed) {
      weights.set(0, new WeightExpr.Transposed(parameters.getFirst()));
    }
    return project(builder, inputs.getFirst(), weights);
  }

  /**
   * The product alone.
   *
   * @param parameters the weight {@code [out, in]}, and the bias if there is one
   */
  static Value project(ProgramBuilder builder, Value x, List<WeightExpr> parameters) {
    return FeatureAxis.onRows(builder, x, rows -> product(builder, rows, parameters));
  }

  private static Value product(ProgramBuilder builder, Value x, List<WeightExpr> parameters) {
    Shape matrix = parameters.getFirst().shape();
    List<WeightExpr> weights = new ArrayList<>(parameters);
    weights.set(
        0,
        new WeightExpr.Reshaped(
            parameters.getFirst(), Shape.of(matrix.dim(0), matrix.dim(1), 1, 1)));
    Shape shape = x.type().shape();
    return builder.step(
        new Kernel.Convolution(Window.POINT, 1, parameters.size() > 1, ScalarExpr.IDENTITY),
        List.of(x),
        weights,
        TensorType.float32(shape.with(shape.rank() - 1, matrix.dim(0))));
  }
}
