package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr.Binary;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.kernel.ScalarExpr.Operation;
import bb.kernel.WeightExpr;
import bb.program.Program.Step;
import java.util.Optional;

/** {@code x * scale + shift} of each channel, which is how a norm ends. */
record Affine(WeightExpr scale, Optional<WeightExpr> shift) {

  /** That of a step which computes nothing else. */
  static Optional<Affine> of(Step step) {
    if (step.inputs().size() != 1 || !(step.kernel() instanceof Kernel.Pointwise(var expression))) {
      return Optional.empty();
    }
    return switch (expression) {
      case Binary(var operation, In(int input), Channel(int scale))
          when operation == Operation.MULTIPLY && input == 0 ->
          Optional.of(new Affine(step.weights().get(scale), Optional.empty()));
      case Binary(
              var plus,
              Binary(var times, In(int input), Channel(int scale)),
              Channel(int shift))
          when plus == Operation.ADD && times == Operation.MULTIPLY && input == 0 ->
          Optional.of(
              new Affine(step.weights().get(scale), Optional.of(step.weights().get(shift))));
      default -> Optional.empty();
    };
  }
}
