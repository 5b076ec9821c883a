package bb.examples;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells networks that compute something which none before them did from those that compute the same
 * in another number: ResNet-34 has no kernel, of no size, that ResNet-18 has not.
 */
final class NewSteps {
  private final Set<Kind> known = new HashSet<>();

  /** What is computed, whatever of. */
  private record Kind(
      Kernel kernel, List<TensorType> inputs, List<Shape> weights, TensorType output) {
    static Kind of(Program.Step step) {
      return new Kind(
          step.kernel(),
          step.inputs().stream().map(Value::type).toList(),
          step.weights().stream().map(WeightExpr::shape).toList(),
          step.output().type());
    }
  }

  /** Whether a step of the program is of a kind that no program before had. */
  boolean in(Program program) {
    return known.addAll(program.steps().stream().map(Kind::of).toList());
  }
}
