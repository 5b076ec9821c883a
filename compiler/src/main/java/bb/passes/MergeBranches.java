package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes one branch of equal branches that are concatenated: convolutions on the slices of an image
 * are one grouped convolution (the identity of figure 3 in Xie et al., 2016), convolutions on the
 * same image one with all their filters, and what norms and activations stand between them is as
 * wide. What is left of the branches is dead.
 *
 * <pre>
 * %1 [2, 8, 8] = slice axis 0 from 0(%0)          where %0 is [4, 8, 8]
 * %2 [3, 8, 8] = convolution 3x3(%1; a.weight)
 * %3 [2, 8, 8] = slice axis 0 from 2(%0)
 * %4 [3, 8, 8] = convolution 3x3(%3; b.weight)
 * %5 [6, 8, 8] = concat axis 0(%2, %4)
 * -->
 * %5 [6, 8, 8] = convolution 3x3 groups 2(%0; concat(a.weight, b.weight))
 * </pre>
 */
final class MergeBranches {
  private final Uses uses;
  private final StepList before;

  /** Steps of a branch that are merged at most: the search for longer ones is not worth it. */
  private static final int MAX_STEPS = 64;

  private final List<Step> merged = new ArrayList<>();
  private int fresh;

  private MergeBranches(Uses uses, StepList before, int fresh) {
    this.uses = uses;
    this.before = before;
    this.fresh = fresh;
  }

  static Program rewrite(Program program) {
    Uses uses = new Uses(program);
    StepList steps = new StepList();
    int fresh = Uses.firstFree(program);
    for (Step step : program.steps()) {
      MergeBranches merge = new MergeBranches(uses, steps, fresh);
      if (merge.replaces(step)) {
        merge.merged.forEach(steps::add);
        fresh = merge.fresh;
      } else {
        steps.add(step);
      }
    }
    return Uses.withSteps(program, steps.toList());
  }

  private boolean replaces(Step concat) {
    return concat.kernel() instanceof Kernel.Concat(int axis)
        && axis == 0
        && concat.output().type().shape().rank() == 3
        && concat.inputs().size() > 1
        && merge(concat.inputs(), Optional.of(concat), MAX_STEPS).isPresent()
        && !merged.isEmpty();
  }

  /**
   * One image that holds what all branches read.
   *
   * @param parts how many branches it holds side by side; 1 if all read the whole
   */
  private record Merged(Value image, int parts) {}

  /** The image that stands for one value of each branch; fills {@link #merged}. */
  private Optional<Merged> merge(List<Value> branches, Optional<Step> concat, int most) {
    if (branches.stream().distinct().count() == 1) {
      return Optional.of(new Merged(branches.getFirst(), 1)).filter(_ -> concat.isEmpty());
    }
    List<Step> steps = branches.stream().flatMap(value -> before.producer(value).stream()).toList();
    if (steps.size() < branches.size() || most == 0) {
      return Optional.empty();
    }
    if (areSlices(steps)) {
      return Optional.of(new Merged(steps.getFirst().inputs().getFirst(), steps.size()));
    }
    if (!areEqual(steps)) {
      return Optional.empty();
    }
    List<Value> inputs = steps.stream().map(step -> step.inputs().getFirst()).toList();
    return merge(inputs, Optional.empty(), most - 1)
        .flatMap(input ->
            kernel(steps.getFirst(), input).map(kernel -> add(kernel, steps, input, concat)));
  }

  /** Whether the steps cut one image into equal parts, in order. */
  private static boolean areSlices(List<Step> steps) {
    Step first = steps.getFirst();
    long size = first.output().type().shape().dim(0);
    return IntStream.range(0, steps.size())
            .allMatch(i ->
                steps.get(i).kernel().equals(new Kernel.Slice(0, i * size))
                    && steps.get(i).inputs().equals(first.inputs())
                    && steps.get(i).output().type().equals(first.output().type()))
        && first.inputs().getFirst().type().shape().dim(0) == steps.size() * size;
  }

  private boolean areEqual(List<Step> steps) {
    Step first = steps.getFirst();
    return steps.stream()
        .allMatch(step ->
            step.kernel().equals(first.kernel())
                && step.inputs().size() == 1
                && step.output().type().equals(first.output().type())
                && step.inputs().getFirst().type().equals(first.inputs().getFirst().type())
                && uses.isSingle(step.output()));
  }

  /** What does to the merged image what the step does to its part; of few kernels so far. */
  private static Optional<Kernel> kernel(Step step, Merged input) {
    int parts = input.parts();
    if (step.kernel() instanceof Kernel.Convolution(var window, long groups, boolean bias, var e)) {
      return Optional.<Kernel>of(
              new Kernel.Convolution(window, groups * parts, bias, ScalarExpr.IDENTITY))
          .filter(_ -> e.equals(ScalarExpr.IDENTITY) && (parts > 1 || groups == 1));
    }
    boolean each =
        step.kernel() instanceof Kernel.Pointwise
            && parts > 1
            && step.weights().stream().allMatch(weight -> isVector(weight, step));
    return each ? Optional.of(step.kernel()) : Optional.empty();
  }

  private static boolean isVector(WeightExpr weight, Step step) {
    return weight.shape().equals(Shape.of(step.output().type().shape().dim(0)));
  }

  private Merged add(Kernel kernel, List<Step> steps, Merged input, Optional<Step> concat) {
    Step first = steps.getFirst();
    Shape part = first.output().type().shape();
    TensorType type =
        new TensorType(first.output().type().dtype(), part.with(0, steps.size() * part.dim(0)));
    List<WeightExpr> weights = new ArrayList<>();
    for (int i = 0; i < first.weights().size(); i++) {
      int index = i;
      weights.add(
          new WeightExpr.Concatenated(
              steps.stream().map(step -> step.weights().get(index)).toList()));
    }
    List<Step> all = new ArrayList<>(steps);
    concat.ifPresent(all::add);
    Value output = concat.map(Step::output).orElseGet(() -> new Value(fresh++, type));
    merged.add(
        new Step(
            kernel,
            List.of(input.image()),
            weights,
            output,
            all.stream().flatMap(step -> step.paths().stream()).distinct().toList(),
            first.origin()));
    return new Merged(output, steps.size());
  }
}
