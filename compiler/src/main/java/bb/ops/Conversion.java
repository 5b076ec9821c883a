package bb.ops;

import static bb.kernel.ScalarExpr.constant;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.DType;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Elements of another type.
 *
 * <ul>
 *   <li>C1: what is negated holds truth values.
 * </ul>
 *
 * @param from the only type that it takes, if there is one
 * @param function what becomes of each, of {@code In(0)}
 */
public record Conversion(String name, Optional<DType> from, DType to, ScalarExpr function)
    implements Operator {
  private static final ScalarExpr X = new ScalarExpr.In(0);

  static final OpSpec FLOAT =
      OpSpec.named("float", "Whole numbers and truth values as floats; true is 1.")
          .shape("int32 [...] -> [...]")
          .source("PyTorch Tensor.float")
          .build(_ -> new Conversion("float", Optional.empty(), DType.FLOAT32, X));
  static final OpSpec INT =
      OpSpec.named("int", "Numbers as whole ones, without what follows the point; true is 1.")
          .shape("[...] -> int32 [...]")
          .source("PyTorch Tensor.int")
          .build(_ -> new Conversion("int", Optional.empty(), DType.INT32, truncated()));
  static final OpSpec NOT =
      OpSpec.named("logical_not", "Whether a truth value does not hold.")
          .shape("bool [...] -> bool [...]")
          .source("PyTorch logical_not")
          .build(_ ->
              new Conversion(
                  "logical_not", Optional.of(DType.BOOL), DType.BOOL, constant(1).minus(X)));

  private static ScalarExpr truncated() {
    ScalarExpr negative = X.apply(Function.NEGATE).apply(Function.FLOOR).apply(Function.NEGATE);
    return X.less(constant(0)).choose(negative, X.apply(Function.FLOOR));
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return from.isEmpty() || from.get() == x.dtype()
        ? new Inference.Of(new TensorType(to, x.shape(), x.axes()))
        : Inference.failed(
                Code.BB0302,
                "`%s` needs %s, found %s".formatted(name, from.get(), x.dtype()),
                "receives " + x)
            .help("a comparison makes truth values: `not_equal(0)`");
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return Spelling.function(from.isPresent() ? new Py.Unary("~", Py.X) : Py.X.method(name));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    DType x = inputs.getFirst().type().dtype();
    if (from.isEmpty() && x == to) {
      return inputs.getFirst();
    }
    ScalarExpr needed = from.isEmpty() && x != DType.FLOAT32 ? X : function;
    return builder.step(new Kernel.Pointwise(needed), inputs, List.of(), output);
  }
}
