package bb.passes;

import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import java.util.Optional;

/**
 * Makes one step of pointwise steps that follow each other, such as the norm and the activation
 * before a convolution. A producer that is smaller than the consumer stays: it would be computed
 * again for each element that it is repeated for.
 *
 * <pre>
 * %1 = pointwise(%0; norm_scale(...), norm_shift(...)) ((x * w0) + w1)
 * %2 = pointwise(%1) max(x, 0)
 * -->
 * %2 = pointwise(%0; norm_scale(...), norm_shift(...)) max(((x * w0) + w1), 0)
 * </pre>
 */
final class FusePointwise {
  private FusePointwise() {}

  static Program rewrite(Program program) {
    Uses uses = new Uses(program);
    StepList steps = new StepList();
    for (Step step : program.steps()) {
      steps.add(fuseAll(step, steps, uses));
    }
    return Uses.withSteps(program, steps.toList());
  }

  /** Fuses one producer after the other until none is left. */
  private static Step fuseAll(Step step, StepList steps, Uses uses) {
    if (!(step.kernel() instanceof Kernel.Pointwise)) {
      return step;
    }
    Optional<Step> producer =
        steps.lastProducer(
            step,
            p ->
                uses.isSingle(p.output())
                    && p.output().type().equals(step.output().type())
                    && fuse(p, step).isPresent());
    return producer
        .map(p -> {
          steps.remove(p);
          return fuseAll(fuse(p, step).orElseThrow(), steps, uses);
        })
        .orElse(step);
  }

  private static Optional<Step> fuse(Step producer, Step consumer) {
    return producer.kernel() instanceof Kernel.Pointwise(var expression)
        ? Fusion.fuse(producer, expression, consumer, 0)
            .map(f -> f.step(new Kernel.Pointwise(f.expression()), producer, consumer))
        : Optional.empty();
  }
}
