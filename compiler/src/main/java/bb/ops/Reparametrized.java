package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer whose weight is made of other tensors, once, when a model is loaded. It is the layer in
 * all else.
 *
 * <ul>
 *   <li>C1: a weight is made in one way.
 *   <li>C2: what it is made of can be counted.
 * </ul>
 *
 * @param transposed whether the weight's axis 1 has the outputs, as that of a transposed
 *     convolution
 */
public record Reparametrized(Operator layer, Form form, boolean transposed) implements Operator {
  private static final String WEIGHT = "weight";

  /** Of what a weight is made. */
  public enum Form {
    /** Its slices' lengths and directions: {@code weight_g}, {@code weight_v}. */
    WEIGHT_NORM,
    /** A matrix and the vectors that bound it: {@code weight_orig}, {@code weight_u, weight_v}. */
    SPECTRAL_NORM,
    /** Both, which none can be. */
    BOTH
  }

  /** The arguments that every such layer has. */
  static OpSpec.Builder options(OpSpec.Builder spec) {
    return spec.option(
            "weight_norm",
            new Attribute.Type.Flag(),
            "false",
            "the weight is made of lengths `weight_g` and directions `weight_v`, one for each slice"
                + " along its first axis")
        .option(
            "spectral_norm",
            new Attribute.Type.Flag(),
            "false",
            "the weight is `weight_orig`, divided by what it does to `weight_v`");
  }

  /** The layer, as the arguments say. */
  static Operator of(Arguments a, Operator layer) {
    boolean lengths = a.flag("weight_norm");
    boolean bound = a.flag("spectral_norm");
    if (!lengths && !bound) {
      return layer;
    }
    Form form = lengths && bound ? Form.BOTH : lengths ? Form.WEIGHT_NORM : Form.SPECTRAL_NORM;
    return new Reparametrized(layer, form, layer instanceof ConvTranspose);
  }

  @Override
  public OpSpec spec() {
    return layer.spec();
  }

  @Override
  public Optional<Long> statedAxis() {
    return layer.statedAxis();
  }

  @Override
  public Optional<String> assumedFeatures(List<TensorType> inputs) {
    return layer.assumedFeatures(inputs);
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    String name = spec().name();
    if (form == Form.BOTH) {
      return Inference.failed(
              Code.BB0313,
              "`" + name + "` cannot have a weight norm and a spectral norm",
              "is made in two ways")
          .argument("spectral_norm");
    }
    return layer.infer(inputs);
  }

  /** The layer's other tensors, then what the weight is made of: PyTorch's order. */
  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    List<ParameterSpec> all = new ArrayList<>(layer.parameters(inputs));
    Shape weight = all.removeFirst().type().shape();
    if (form == Form.WEIGHT_NORM) {
      List<Long> ones = new ArrayList<>(java.util.Collections.nCopies(weight.rank(), 1L));
      ones.set(0, weight.dim(0));
      all.add(ParameterSpec.trainable(WEIGHT + "_g", new Shape(ones)));
      all.add(ParameterSpec.trainable(WEIGHT + "_v", weight));
    } else {
      long rows = weight.dim(axis());
      all.add(ParameterSpec.trainable(WEIGHT + "_orig", weight));
      all.add(ParameterSpec.buffer(WEIGHT + "_u", Shape.of(rows)));
      all.add(ParameterSpec.buffer(WEIGHT + "_v", Shape.of(weight.elements() / rows)));
    }
    return all;
  }

  private int axis() {
    return transposed ? 1 : 0;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    String norm = form == Form.WEIGHT_NORM ? "weight_norm" : "spectral_norm";
    return switch (layer.torch(in)) {
      case Spelling.Module module ->
          Spelling.module(Py.call("nn.utils." + norm, module.make()), module.use());
      case Spelling other -> other;
    };
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    List<WeightExpr> all = new ArrayList<>(parameters);
    WeightExpr last = all.removeLast();
    WeightExpr before = all.removeLast();
    if (form == Form.WEIGHT_NORM) {
      Shape lengths = Shape.of(before.shape().elements());
      all.addFirst(new WeightExpr.Rescaled(last, new WeightExpr.Reshaped(before, lengths)));
    } else {
      all.addFirst(new WeightExpr.Bounded(all.removeLast(), before, last, axis()));
    }
    return layer.lower(builder, inputs, all, output);
  }
}
