package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.Optional;

/**
 * Lets a convolution compute the pointwise step that follows it on each sum before it stores it.
 * What the step reads besides must be as large as the output. The fused step stands where the
 * pointwise step stood, so that all of these are written before it; of two convolutions that are
 * added, the later one takes the sum.
 *
 * <pre>
 * %2 = convolution 3x3(%1; conv.weight)
 * %3 = pointwise(%2, %0) max((x + x1), 0)
 * -->
 * %3 = convolution 3x3(%1, %0; conv.weight) max((x + x1), 0)
 * </pre>
 */
final class FuseEpilogue {
  private FuseEpilogue() {}

  static Program rewrite(Program program) {
    Uses uses = new Uses(program);
    StepList steps = new StepList();
    for (Step step : program.steps()) {
      Optional<Step> producer = producer(step, steps, uses);
      Optional<Step> fused = producer.flatMap(p -> fuse(p, step));
      fused.ifPresent(_ -> steps.remove(producer.orElseThrow()));
      steps.add(fused.orElse(step));
    }
    return Uses.withSteps(program, steps.toList());
  }

  /** The last convolution whose output only this step reads. */
  private static Optional<Step> producer(Step step, StepList steps, Uses uses) {
    boolean fits =
        step.kernel() instanceof Kernel.Pointwise
            && step.inputs().stream().map(Value::type).allMatch(step.output().type()::equals);
    return fits
        ? steps.lastProducer(
            step, p -> epilogue(p.kernel()).isPresent() && uses.isSingle(p.output()))
        : Optional.empty();
  }

  private static Optional<ScalarExpr> epilogue(Kernel kernel) {
    if (kernel instanceof Kernel.Convolution(_, _, _, var epilogue)) {
      return Optional.of(epilogue);
    }
    return kernel instanceof Kernel.TransposedConvolution(_, _, _, var epilogue)
        ? Optional.of(epilogue)
        : Optional.empty();
  }

  /** Input 0 of a convolution is not what its epilogue's In(0) means, so it is never shared. */
  private static Optional<Step> fuse(Step producer, Step consumer) {
    return epilogue(producer.kernel())
        .flatMap(epilogue -> Fusion.fuse(producer, epilogue, consumer, 1))
        .map(f -> f.step(with(producer.kernel(), f.expression()), producer, consumer));
  }

  private static Kernel with(Kernel kernel, ScalarExpr epilogue) {
    if (kernel instanceof Kernel.Convolution(var window, long groups, boolean bias, _)) {
      return new Kernel.Convolution(window, groups, bias, epilogue);
    }
    return kernel instanceof Kernel.TransposedConvolution(var window, long groups, boolean bias, _)
        ? new Kernel.TransposedConvolution(window, groups, bias, epilogue)
        : kernel;
  }
}
