package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a linear layer of a product with a matrix that is known when a model is loaded: a tied
 * embedding, or a layer of which the source has the weight. It is packed then, and not copied.
 *
 * <pre>
 * %1 [96, 64] = constant(; weight)
 * %2 [49, 96] = matmul transposed(%0, %1)
 * -->
 * %2 [49, 96] = convolution point(%0; weight[96, 64, 1, 1])
 * </pre>
 */
final class ProductsAreLinear {
  private ProductsAreLinear() {}

  static Program rewrite(Program program) {
    Map<Value, WeightExpr> known = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : program.steps()) {
      if (step.kernel() instanceof Kernel.Constant) {
        known.put(step.output(), step.weights().getFirst());
      }
      boolean linear =
          step.kernel() instanceof Kernel.MatMul
              && step.output().type().shape().rank() == 2
              && known.containsKey(step.inputs().get(1));
      steps.add(linear ? linear(step, known.get(step.inputs().get(1))) : step);
    }
    return DropDeadSteps.rewrite(Uses.withSteps(program, steps));
  }

  private static Step linear(Step product, WeightExpr matrix) {
    boolean transposed = ((Kernel.MatMul) product.kernel()).transposed();
    WeightExpr rows = transposed ? matrix : new WeightExpr.Transposed(matrix);
    Shape filter = Shape.of(rows.shape().dim(0), rows.shape().dim(1), 1, 1);
    return new Step(
        new Kernel.Convolution(Window.POINT, 1, false, ScalarExpr.IDENTITY),
        List.of(product.inputs().getFirst()),
        List.of(new WeightExpr.Reshaped(rows, filter)),
        product.output(),
        product.paths(),
        product.origin());
  }
}
