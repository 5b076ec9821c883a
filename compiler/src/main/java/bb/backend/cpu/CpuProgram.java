package bb.backend.cpu;

import bb.kernel.Kernel;
import bb.kernel.Kernel.Convolution;
import bb.kernel.Kernel.Pointwise;
import bb.kernel.Kernel.TransposedConvolution;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a program that this backend emits: an epilogue reads only values of the output's
 * shape. A convolution whose epilogue reads another one becomes a convolution and a pointwise step.
 */
final class CpuProgram {
  private final List<Step> steps = new ArrayList<>();
  private int values;

  private CpuProgram(Program program) {
    values =
        java.util.stream.Stream.concat(
                    program.inputs().stream().map(Program.Input::value),
                    program.steps().stream().map(Step::output))
                .mapToInt(Value::id)
                .max()
                .orElse(-1)
            + 1;
  }

  static Program of(Program program) {
    CpuProgram rewrite = new CpuProgram(program);
    program.steps().forEach(rewrite::add);
    return new Program(program.name(), program.inputs(), rewrite.steps, program.outputs());
  }

  /** Whether each channel has a filter of its own. */
  static boolean isDepthwise(Step step) {
    return step.kernel() instanceof Convolution c
        && c.groups() > 1
        && c.groups() == Extent.of(step.inputs().getFirst().type().shape()).channels()
        && c.groups() == Extent.of(step.output().type().shape()).channels();
  }

  private void add(Step step) {
    boolean fits =
        step.inputs().stream()
            .skip(1)
            .allMatch(input -> input.type().shape().equals(step.output().type().shape()));
    if (!fits && step.kernel() instanceof Convolution c) {
      split(
          step,
          new Convolution(c.window(), c.groups(), c.bias(), ScalarExpr.IDENTITY),
          c.bias(),
          c.epilogue());
    } else if (!fits && step.kernel() instanceof TransposedConvolution t) {
      split(
          step,
          new TransposedConvolution(t.window(), t.groups(), t.bias(), ScalarExpr.IDENTITY),
          t.bias(),
          t.epilogue());
    } else {
      steps.add(step);
    }
  }

  private void split(Step step, Kernel plain, boolean bias, ScalarExpr epilogue) {
    Value sum = new Value(values++, step.output().type());
    int own = bias ? 2 : 1;
    List<WeightExpr> weights = step.weights();
    steps.add(
        new Step(
            plain,
            List.of(step.inputs().getFirst()),
            weights.subList(0, own),
            sum,
            step.paths(),
            step.origin()));
    List<Value> inputs = new ArrayList<>(step.inputs());
    inputs.set(0, sum);
    steps.add(
        new Step(
            new Pointwise(shiftChannels(epilogue, own)),
            inputs,
            weights.subList(own, weights.size()),
            step.output(),
            step.paths(),
            step.origin()));
  }

  /** Weight {@code by} becomes weight 0, and so on. */
  static ScalarExpr shiftChannels(ScalarExpr expr, int by) {
    return switch (expr) {
      case ScalarExpr.In _, ScalarExpr.Const _ -> expr;
      case ScalarExpr.Channel(int index) -> new ScalarExpr.Channel(index - by);
      case ScalarExpr.Unary(var function, var x) ->
          new ScalarExpr.Unary(function, shiftChannels(x, by));
      case ScalarExpr.Binary(var operation, var x, var y) ->
          new ScalarExpr.Binary(operation, shiftChannels(x, by), shiftChannels(y, by));
    };
  }
}
