package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * The product of two matrices.
 *
 * <ul>
 *   <li>C1: both inputs are matrices of floats.
 *   <li>C2: their inner sizes agree.
 *   <li>C3: output and multiply-adds can be counted.
 * </ul>
 */
public record MatMul(boolean transpose) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("matmul", "Multiplies two matrices.")
          .inputs(new OpSpec.Inputs(2, 2))
          .option(
              "transpose", new Attribute.Type.Flag(), "false", "transpose the second matrix first")
          .shape("[m, k], [k, n] -> [m, n]; `transpose: true`: [m, k], [n, k] -> [m, n]")
          .macs("m * n * k")
          .source("PyTorch matmul")
          .build(a -> new MatMul(a.flag("transpose")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Check.exact(
        "matmul",
        inputs,
        () ->
            Inference.unless(
                Check.matrices("matmul", inputs).or(() -> fit(inputs)), () -> size(inputs)));
  }

  private Optional<Failed> fit(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    long rows = b.dim(transpose ? 1 : 0);
    if (a.dim(1) == rows) {
      return Optional.empty();
    }
    Failed failed =
        Inference.failed(
                Code.BB0318,
                "`matmul` cannot multiply "
                    + a
                    + (transpose ? " and the transpose of " : " and ")
                    + b,
                "receives " + a + " and " + b)
            .note("the first has rows of %d, the second columns of %d".formatted(a.dim(1), rows));
    boolean other = a.dim(1) == b.dim(transpose ? 0 : 1);
    return Optional.of(other ? failed.help("`transpose: " + !transpose + "` fits") : failed);
  }

  private Inference size(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    long columns = inputs.get(1).shape().dim(transpose ? 0 : 1);
    Inference output = Check.shape("matmul", a.dim(0), columns);
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), a.dim(1));
    }
    return output;
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.MatMul(transpose), inputs, List.of(), output);
  }
}
