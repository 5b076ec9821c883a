package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Averages neighbouring pixels before a 1x1 convolution and not after it, where that leaves fewer
 * pixels to compute: both are linear, and the bias of equal pixels is their average.
 *
 * <pre>
 * %1 [8, 8, 8] = convolution point(%0; conv.weight)         where %0 is [16, 8, 8]
 * %2 [8, 4, 4] = average pool 2x2 stride 2(%1)
 * -->
 * %3 [16, 4, 4] = average pool 2x2 stride 2(%0)
 * %2 [8, 4, 4] = convolution point(%3; conv.weight)
 * </pre>
 */
final class PoolFirst {
  /** The image shrinks by as much at least: the pool may have more channels to average. */
  private static final long LEAST = 2;

  private PoolFirst() {}

  static Program rewrite(Program program) {
    Uses uses = new Uses(program);
    StepList steps = new StepList();
    int fresh = Uses.firstFree(program);
    for (Step step : program.steps()) {
      Optional<Step> convolution =
          isMean(step)
              ? steps
                  .producer(step.inputs().getFirst())
                  .filter(p -> isLinear(p) && uses.isSingle(p.output()))
              : Optional.empty();
      if (convolution.isEmpty()) {
        steps.add(step);
        continue;
      }
      Step last = convolution.get();
      steps.remove(last);
      Value image = last.inputs().getFirst();
      Shape small = step.output().type().shape().with(0, image.type().shape().dim(0));
      Value mean = new Value(fresh++, new TensorType(image.type().dtype(), small));
      steps.add(with(step, image, mean));
      steps.add(with(last, mean, step.output()));
    }
    return Uses.withSteps(program, steps.toList());
  }

  private static Step with(Step step, Value input, Value output) {
    return new Step(
        step.kernel(), List.of(input), step.weights(), output, step.paths(), step.origin());
  }

  /** Whether each pixel of a much smaller image is the mean of real pixels. */
  private static boolean isMean(Step step) {
    return step.kernel() instanceof Kernel.Pool(var kind, Window window, boolean countPadding)
        && kind == Kernel.Pool.Kind.AVERAGE
        && step.output().type().shape().rank() == 3
        && (!countPadding || isUnpadded(window))
        && pixels(step.output()) * LEAST <= pixels(step.inputs().getFirst());
  }

  private static boolean isUnpadded(Window w) {
    return w.padTop() + w.padLeft() + w.padBottom() + w.padRight() == 0;
  }

  private static boolean isLinear(Step step) {
    return step.kernel() instanceof Kernel.Convolution(Window window, _, _, var epilogue)
        && window.isPoint()
        && epilogue.equals(ScalarExpr.IDENTITY)
        && step.inputs().size() == 1;
  }

  private static double pixels(Value image) {
    Shape shape = image.type().shape();
    return (double) shape.dim(1) * shape.dim(2);
  }
}
