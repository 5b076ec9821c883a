package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a convolution pad the image that it reads, where zeros around it are a step of their own.
 * What is left of that step is dead.
 *
 * <pre>
 * %1 [4, 33, 33] = pad [0, 0, 0] [0, 1, 1] with 0(%0)
 * %2 [8, 16, 16] = convolution 3x3 stride 2(%1; conv.weight)
 * -->
 * %2 [8, 16, 16] = convolution 3x3 stride 2 pad [0, 0, 1, 1](%0; conv.weight)
 * </pre>
 */
final class FoldPadding {
  private FoldPadding() {}

  static Program rewrite(Program program) {
    Map<Value, Step> pads = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : program.steps()) {
      if (isFrame(step)) {
        pads.put(step.output(), step);
      }
      Step pad = step.inputs().isEmpty() ? null : pads.get(step.inputs().getFirst());
      boolean folds =
          pad != null
              && step.kernel() instanceof Kernel.Convolution(var window, _, _, _)
              && window.planes() == 1;
      steps.add(folds ? fold(pad, step) : step);
    }
    return Uses.withSteps(program, steps);
  }

  /** Whether the step puts zeros around an image. */
  private static boolean isFrame(Step step) {
    return step.kernel() instanceof Kernel.Pad(var before, var after, double value, var mode)
        && mode == Kernel.Pad.Mode.CONSTANT
        && value == 0
        && step.output().type().shape().rank() == 3
        && before.getFirst() == 0
        && after.getFirst() == 0;
  }

  private static Step fold(Step pad, Step step) {
    Kernel.Pad frame = (Kernel.Pad) pad.kernel();
    Kernel.Convolution kernel = (Kernel.Convolution) step.kernel();
    List<Value> inputs = new ArrayList<>(step.inputs());
    inputs.set(0, pad.inputs().getFirst());
    return new Step(
        new Kernel.Convolution(
            framed(kernel.window(), frame.before(), frame.after()),
            kernel.groups(),
            kernel.bias(),
            kernel.epilogue()),
        inputs,
        step.weights(),
        step.output(),
        Fusion.paths(pad, step),
        step.origin());
  }

  private static Window framed(Window w, List<Long> before, List<Long> after) {
    return new Window(
        w.kernelHeight(),
        w.kernelWidth(),
        w.strideHeight(),
        w.strideWidth(),
        w.padTop() + before.get(1),
        w.padLeft() + before.get(2),
        w.padBottom() + after.get(1),
        w.padRight() + after.get(2),
        w.dilationHeight(),
        w.dilationWidth());
  }
}
