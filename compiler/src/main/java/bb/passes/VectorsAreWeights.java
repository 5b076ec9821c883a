package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.Plane;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a weight of a tensor that is known when a model is loaded and has a number for each
 * channel, such as a bias or a scale that the source declares: then what is done with it can be
 * part of the convolution before it. Two that are multiplied are one.
 *
 * <pre>
 * %1 [4, 1, 1] = constant(; scale)
 * %2 [4, 8, 8] = pointwise(%0, %1) (x * x1)
 * -->
 * %2 [4, 8, 8] = pointwise(%0; scale[4]) (x * w0)
 * </pre>
 */
final class VectorsAreWeights {
  private static final ScalarExpr PRODUCT = new In(0).times(new In(1));

  private final Map<Value, WeightExpr> known = new HashMap<>();

  private VectorsAreWeights() {}

  static Program rewrite(Program program) {
    VectorsAreWeights pass = new VectorsAreWeights();
    List<Step> steps = new ArrayList<>();
    for (Step step : program.steps()) {
      pass.weight(step).ifPresent(weight -> pass.known.put(step.output(), weight));
      steps.add(pass.rewrite(step));
    }
    return DropDeadSteps.rewrite(Uses.withSteps(program, steps));
  }

  /** What the step computes, if that is a vector and known. */
  private Optional<WeightExpr> weight(Step step) {
    TensorType type = step.output().type();
    if (type.dtype() != DType.FLOAT32 || !isVector(type.shape())) {
      return Optional.empty();
    }
    List<WeightExpr> inputs =
        step.inputs().stream().filter(known::containsKey).map(known::get).toList();
    if (inputs.size() < step.inputs().size()) {
      return Optional.empty();
    }
    return switch (step.kernel()) {
      case Kernel.Constant _ -> Optional.of(step.weights().getFirst());
      case Kernel.Reshape _ -> Optional.of(as(inputs.getFirst(), type.shape()));
      case Kernel.Pointwise(var expression)
          when expression.equals(PRODUCT)
              && inputs.stream().allMatch(input -> input.shape().equals(type.shape())) ->
          Optional.of(product(inputs.getFirst(), inputs.getLast(), type));
      default -> Optional.empty();
    };
  }

  private static boolean isVector(Shape shape) {
    return shape.elements() <= Numbers.MOST
        && shape.dims().stream().filter(dim -> dim != 1).count() <= 1;
  }

  private static WeightExpr as(WeightExpr weight, Shape shape) {
    return weight.shape().equals(shape) ? weight : new WeightExpr.Reshaped(weight, shape);
  }

  /** A product is a sum with zeros. */
  private static WeightExpr product(WeightExpr a, WeightExpr b, TensorType type) {
    Numbers zeros = Numbers.of(new float[Math.toIntExact(type.shape().elements())]);
    return new WeightExpr.FoldedBias(Optional.of(a), b, new WeightExpr.Literal(type, zeros));
  }

  private Step rewrite(Step step) {
    Shape out = step.output().type().shape();
    if (!(step.kernel() instanceof Kernel.Pointwise(var expression)) || !hasChannels(out)) {
      return step;
    }
    List<Value> inputs = new ArrayList<>();
    List<WeightExpr> weights = new ArrayList<>(step.weights());
    List<ScalarExpr> leaves = new ArrayList<>();
    for (Value input : step.inputs()) {
      WeightExpr weight = known.get(input);
      if (weight != null && isByChannel(input.type().shape(), out)) {
        leaves.add(new Channel(weights.size()));
        weights.add(as(weight, Shape.of(Plane.of(out).channels())));
      } else {
        leaves.add(new In(inputs.size()));
        inputs.add(input);
      }
    }
    boolean fits =
        !inputs.isEmpty() && inputs.stream().allMatch(input -> input.type().shape().equals(out));
    ScalarExpr renamed =
        expression.replace(leaf -> leaf instanceof In(int i) ? leaves.get(i) : leaf);
    return fits && weights.size() > step.weights().size()
        ? new Step(
            new Kernel.Pointwise(renamed),
            inputs,
            weights,
            step.output(),
            step.paths(),
            step.origin())
        : step;
  }

  /** Not a number alone, and nothing that layers compute as an image. */
  private static boolean hasChannels(Shape out) {
    return out.rank() >= 1 && out.rank() <= 3;
  }

  /** Whether there is a number for each of the output's channels, and one for all pixels. */
  private static boolean isByChannel(Shape vector, Shape out) {
    Shape channels =
        switch (out.rank()) {
          case 1 -> out;
          case 2 -> Shape.of(1, out.dim(1));
          default -> Shape.of(out.dim(0), 1, 1);
        };
    return vector.equals(channels);
  }
}
