package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Averages neighbouring pixels after a 1x1 convolution and not before it, where the image keeps its
 * size and loses channels: fewer of them are averaged. What the convolution does to its sums is a
 * step of its own then. The other way round, if the image shrinks, is {@link PoolFirst}.
 *
 * <pre>
 * %1 [64, 8, 8] = average pool 3x3 pad 1(%0)
 * %2 [16, 8, 8] = convolution point(%1; conv.weight, conv.bias) max(x, 0)
 * -->
 * %3 [16, 8, 8] = convolution point(%0; conv.weight)
 * %4 [16, 8, 8] = average pool 3x3 pad 1(%3)
 * %2 [16, 8, 8] = pointwise(%4; conv.bias) max((x + w0), 0)
 * </pre>
 */
final class PoolLast {
  /** So many times fewer channels at least, as the sums are stored once more. */
  private static final long LEAST = 2;

  private PoolLast() {}

  static Program rewrite(Program program) {
    Uses uses = new Uses(program);
    StepList steps = new StepList();
    int fresh = Uses.firstFree(program);
    for (Step step : program.steps()) {
      Optional<Step> pool =
          takes(step)
              ? steps
                  .producer(step.inputs().getFirst())
                  .filter(p -> isMean(p) && uses.isSingle(p.output()))
              : Optional.empty();
      if (pool.isEmpty()) {
        steps.add(step);
        continue;
      }
      Step mean = pool.get();
      steps.remove(mean);
      Kernel.Convolution kernel = (Kernel.Convolution) step.kernel();
      Value sums = new Value(fresh++, step.output().type());
      Value means = new Value(fresh++, step.output().type());
      Kernel points =
          new Kernel.Convolution(kernel.window(), kernel.groups(), false, ScalarExpr.IDENTITY);
      steps.add(
          new Step(
              points,
              mean.inputs(),
              step.weights().subList(0, 1),
              sums,
              step.paths(),
              step.origin()));
      steps.add(
          new Step(mean.kernel(), List.of(sums), List.of(), means, mean.paths(), mean.origin()));
      steps.add(
          new Step(
              new Kernel.Pointwise(rest(kernel)),
              List.of(means),
              step.weights().subList(1, step.weights().size()),
              step.output(),
              step.paths(),
              step.origin()));
    }
    return Uses.withSteps(program, steps.toList());
  }

  /** What the convolution does to its sums besides, its filter not being one of the weights. */
  private static ScalarExpr rest(Kernel.Convolution kernel) {
    ScalarExpr sum = kernel.bias() ? new In(0).plus(new Channel(0)) : new In(0);
    return kernel
        .epilogue()
        .replace(leaf ->
            switch (leaf) {
              case In _ -> sum;
              case Channel(int index) -> new Channel(index - 1);
              default -> leaf;
            });
  }

  /** A convolution of points to fewer channels, which reads nothing else. */
  private static boolean takes(Step step) {
    return step.kernel() instanceof Kernel.Convolution(var window, _, _, _)
        && window.isPoint()
        && step.inputs().size() == 1
        && LEAST * plane(step.output()).channels() <= plane(step.inputs().getFirst()).channels();
  }

  /** Whether each pixel is an average, of an image that keeps its size. */
  private static boolean isMean(Step step) {
    return step.kernel() instanceof Kernel.Pool(var kind, _, _)
        && kind == Kernel.Pool.Kind.AVERAGE
        && plane(step.output()).equals(plane(step.inputs().getFirst()));
  }

  private static Plane plane(Value value) {
    return Plane.of(value.type().shape());
  }
}
