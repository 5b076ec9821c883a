package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import java.util.List;
import java.util.Optional;

/**
 * Scales the filter of a convolution by the batch norm that follows it, and makes the rest its
 * bias. A transposed convolution keeps its norm in the epilogue: its filter's first axis is not the
 * output's.
 *
 * <pre>
 * %1 = convolution 3x3(%0; conv.weight)
 * %2 = pointwise(%1; norm_scale(...), norm_shift(...)) ((x * w0) + w1)
 * -->
 * %2 = convolution 3x3(%0; scaled(conv.weight, norm_scale(...)), folded_bias(...))
 * </pre>
 */
final class FoldBatchNorm {
  /** Norms that one filter takes at the most: a weight is an expression, and recursion walks it. */
  private static final int MAX_NORMS = 8;

  private FoldBatchNorm() {}

  static Program rewrite(Program program) {
    Uses uses = new Uses(program);
    StepList steps = new StepList();
    for (Step step : program.steps()) {
      Optional<Step> convolution =
          Affine.of(step)
              .filter(affine -> affine.shift().isPresent())
              .flatMap(_ -> steps.producer(step.inputs().getFirst()))
              .filter(producer -> uses.isSingle(producer.output()) && takesScale(producer))
              .filter(producer -> norms(producer.weights().getFirst()) < MAX_NORMS);
      convolution.ifPresent(steps::remove);
      steps.add(convolution.map(producer -> fold(producer, step)).orElse(step));
    }
    return Uses.withSteps(program, steps.toList());
  }

  private static int norms(WeightExpr filter) {
    return filter instanceof WeightExpr.ScaledFilter(var inner, _) ? 1 + norms(inner) : 0;
  }

  private static boolean takesScale(Step step) {
    return step.kernel() instanceof Kernel.Convolution(_, _, _, var epilogue)
        && epilogue.equals(ScalarExpr.IDENTITY);
  }

  private static Step fold(Step convolution, Step norm) {
    Kernel.Convolution kernel = (Kernel.Convolution) convolution.kernel();
    Affine affine = Affine.of(norm).orElseThrow();
    WeightExpr filter = convolution.weights().getFirst();
    Optional<WeightExpr> bias =
        kernel.bias() ? Optional.of(convolution.weights().get(1)) : Optional.empty();
    return new Step(
        new Kernel.Convolution(kernel.window(), kernel.groups(), true, ScalarExpr.IDENTITY),
        convolution.inputs(),
        List.of(
            new WeightExpr.ScaledFilter(filter, affine.scale()),
            new WeightExpr.FoldedBias(bias, affine.scale(), affine.shift().orElseThrow())),
        norm.output(),
        Fusion.paths(convolution, norm),
        convolution.origin());
  }
}
