package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scales the columns of a linear layer by the scale of the norm before it, whose shift becomes part
 * of the bias (ADR 36). It does so where linear layers alone read the norm; otherwise the norm has
 * to be scaled all the same.
 *
 * <pre>
 * %1 = norm(%0)
 * %2 = pointwise(%1; norm.weight, norm.bias) ((x * w0) + w1)
 * %3 = convolution point(%2; fc.weight, fc.bias)
 * -->
 * %1 = norm(%0)
 * %3 = convolution point(%1; scaled_columns(fc.weight, norm.weight), shifted_bias(fc.bias, fc.weight, norm.bias))
 * </pre>
 */
final class FoldScale {
  private FoldScale() {}

  static Program rewrite(Program program) {
    Map<Value, Step> scales = scales(program);
    List<Step> steps = new ArrayList<>();
    for (Step step : program.steps()) {
      if (!scales.containsKey(step.output())) {
        Optional<Step> scale = step.inputs().stream().findFirst().map(scales::get);
        steps.add(scale.map(s -> fold(s, step)).orElse(step));
      }
    }
    return Uses.withSteps(program, steps);
  }

  /** The steps that scale what linear layers alone read, by their outputs. */
  private static Map<Value, Step> scales(Program program) {
    Map<Value, Step> scales = new HashMap<>();
    Set<Value> read = new HashSet<>();
    for (Step step : program.steps()) {
      for (int i = 0; i < step.inputs().size(); i++) {
        Value input = step.inputs().get(i);
        read.add(input);
        if (i > 0 || !takesScale(step)) {
          scales.remove(input);
        }
      }
      if (Affine.of(step).isPresent()) {
        scales.put(step.output(), step);
      }
    }
    program.outputs().forEach(output -> scales.remove(output.value()));
    scales.keySet().retainAll(read);
    return scales;
  }

  private static boolean takesScale(Step step) {
    return step.kernel() instanceof Kernel.Convolution(var window, long groups, _, var epilogue)
        && window.isPoint()
        && groups == 1
        && epilogue.equals(ScalarExpr.IDENTITY);
  }

  private static Step fold(Step scale, Step linear) {
    Kernel.Convolution kernel = (Kernel.Convolution) linear.kernel();
    Affine affine = Affine.of(scale).orElseThrow();
    WeightExpr filter = linear.weights().getFirst();
    Optional<WeightExpr> bias =
        kernel.bias() ? Optional.of(linear.weights().get(1)) : Optional.empty();
    Optional<WeightExpr> shifted =
        affine
            .shift()
            .<WeightExpr>map(shift -> new WeightExpr.ShiftedBias(bias, filter, shift))
            .or(() -> bias);
    List<WeightExpr> weights = new ArrayList<>();
    weights.add(new WeightExpr.ScaledColumns(filter, affine.scale()));
    shifted.ifPresent(weights::add);
    return new Step(
        new Kernel.Convolution(kernel.window(), 1, shifted.isPresent(), ScalarExpr.IDENTITY),
        scale.inputs(),
        weights,
        linear.output(),
        Fusion.paths(scale, linear),
        linear.origin());
  }
}
