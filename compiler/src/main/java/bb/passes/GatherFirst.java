package bb.passes;

import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Takes rows of a matrix before what is done with each row, where that makes no more of them and
 * moves no more numbers: then what follows the rows can be fused with what made them.
 *
 * <pre>
 * %2 [49, 96] = convolution point(%0; proj.weight)
 * %3 [49, 96] = gather axis 0(%2, %1)
 * %4 [49, 96] = pointwise(%3, %5) (x + x1)
 * -->
 * %6 [49, 96] = gather axis 0(%0, %1)
 * %3 [49, 96] = convolution point(%6; proj.weight)
 * %4 [49, 96] = pointwise(%3, %5) (x + x1)
 * </pre>
 */
final class GatherFirst {
  private final Uses uses;
  private final StepList steps = new StepList();
  private int fresh;

  private GatherFirst(Program program) {
    this.uses = new Uses(program);
    this.fresh = Uses.firstFree(program);
  }

  static Program rewrite(Program program) {
    GatherFirst pass = new GatherFirst(program);
    program.steps().forEach(pass::add);
    return Uses.withSteps(program, pass.steps.toList());
  }

  private void add(Step step) {
    Optional<Step> producer =
        takesRows(step)
            ? steps
                .producer(step.inputs().getFirst())
                .filter(p -> uses.isSingle(p.output()) && isByRow(p))
                .filter(p -> rows(step.output()) <= rows(p.output()))
            : Optional.empty();
    if (producer.isEmpty()) {
      steps.add(step);
      return;
    }
    Step made = producer.get();
    steps.remove(made);
    Value from = made.inputs().getFirst();
    Shape shape = from.type().shape().with(0, rows(step.output()));
    Value taken = new Value(fresh++, new TensorType(from.type().dtype(), shape));
    add(
        new Step(
            step.kernel(),
            List.of(from, step.inputs().get(1)),
            List.of(),
            taken,
            step.paths(),
            step.origin()));
    steps.add(
        new Step(
            made.kernel(),
            List.of(taken),
            made.weights(),
            step.output(),
            made.paths(),
            made.origin()));
  }

  private static boolean takesRows(Step step) {
    return step.kernel() instanceof Kernel.Gather(int axis)
        && axis == 0
        && step.weights().isEmpty()
        && isMatrix(step.output())
        && isMatrix(step.inputs().getFirst());
  }

  /** Whether each row of the output is made of the same row of the only input, which is as wide. */
  private static boolean isByRow(Step step) {
    if (step.inputs().size() != 1 || !isMatrix(step.output())) {
      return false;
    }
    Value in = step.inputs().getFirst();
    boolean each =
        switch (step.kernel()) {
          case Kernel.Convolution(var window, _, _, _) -> window.isPoint();
          case Kernel.Pointwise _ -> true;
          case Kernel.Norm(_, boolean acrossPixels, _, _) -> !acrossPixels;
          default -> false;
        };
    return each
        && isMatrix(in)
        && rows(in) == rows(step.output())
        && in.type().shape().dim(1) <= step.output().type().shape().dim(1);
  }

  private static boolean isMatrix(Value value) {
    return value.type().shape().rank() == 2;
  }

  private static long rows(Value matrix) {
    return matrix.type().shape().dim(0);
  }
}
