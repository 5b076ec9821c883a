package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A linear layer on a flattened image is a convolution whose kernel is as large as the image, so
 * the image need not be rearranged.
 *
 * <pre>
 * %1 [25088] = reshape(%0)                                where %0 is [512, 7, 7]
 * %2 [4096] = convolution point(%1; fc.weight)
 * -->
 * %2 [4096] = convolution 7x7(%0; fc.weight[4096, 512, 7, 7])
 * </pre>
 */
final class FlattenLinear {
  private FlattenLinear() {}

  static Program rewrite(Program program) {
    Uses uses = new Uses(program);
    StepList steps = new StepList();
    for (Step step : program.steps()) {
      Optional<Step> flatten =
          isLinear(step)
              ? steps
                  .producer(step.inputs().getFirst())
                  .filter(p -> isFlatten(p) && uses.isSingle(p.output()))
              : Optional.empty();
      flatten.ifPresent(steps::remove);
      steps.add(flatten.map(f -> convolution(f.inputs().getFirst(), step)).orElse(step));
    }
    return Uses.withSteps(program, steps.toList());
  }

  private static boolean isFlatten(Step step) {
    return step.kernel() instanceof Kernel.Reshape
        && step.inputs().getFirst().type().shape().rank() == 3
        && step.output().type().shape().rank() == 1;
  }

  /** Whether the step is a linear layer that reads its first input for nothing else. */
  private static boolean isLinear(Step step) {
    return step.kernel() instanceof Kernel.Convolution(var window, long groups, _, _)
        && window.isPoint()
        && groups == 1
        && !step.inputs().subList(1, step.inputs().size()).contains(step.inputs().getFirst());
  }

  private static Step convolution(Value image, Step linear) {
    Kernel.Convolution kernel = (Kernel.Convolution) linear.kernel();
    Shape x = image.type().shape();
    Window window = new Window(x.dim(1), x.dim(2), 1, 1, 0, 0, 0, 0, 1, 1);
    List<Value> inputs = new ArrayList<>(linear.inputs());
    inputs.set(0, image);
    List<WeightExpr> weights = new ArrayList<>(linear.weights());
    WeightExpr filter = weights.getFirst();
    WeightExpr plain = filter instanceof WeightExpr.Reshaped(var inner, _) ? inner : filter;
    Shape shape = Shape.of(filter.shape().dim(0), x.dim(0), x.dim(1), x.dim(2));
    weights.set(0, new WeightExpr.Reshaped(plain, shape));
    return new Step(
        new Kernel.Convolution(window, 1, kernel.bias(), kernel.epilogue()),
        inputs,
        weights,
        linear.output(),
        linear.paths(),
        linear.origin());
  }
}
