package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Operation;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Arithmetic of tensors, element by element.
 *
 * <ul>
 *   <li>C1: all inputs hold floats, or all whole numbers; those are not divided.
 *   <li>C2: all inputs have the same number of dimensions.
 *   <li>C3: along each axis they are equal, or 1.
 *   <li>C4: the output can be counted.
 * </ul>
 */
public record Arithmetic(String name, Operation operation) implements Operator {
  /** Tensors that one step combines; more make a chain of steps, so that kernels stay small. */
  private static final int INPUTS_PER_STEP = 8;

  static final OpSpec ADD = many("add", "Adds tensors.", Operation.ADD);
  static final OpSpec MUL = many("mul", "Multiplies tensors.", Operation.MULTIPLY);
  static final OpSpec SUB = two("sub", "Subtracts the second tensor.", Operation.SUBTRACT);
  static final OpSpec DIV = two("div", "Divides by the second tensor.", Operation.DIVIDE);

  private static OpSpec many(String name, String summary, Operation operation) {
    return spec(name, summary, OpSpec.Inputs.MANY, operation);
  }

  private static OpSpec two(String name, String summary, Operation operation) {
    return spec(name, summary, new OpSpec.Inputs(2, 2), operation);
  }

  private static OpSpec spec(
      String name, String summary, OpSpec.Inputs inputs, Operation operation) {
    return OpSpec.named(name, summary + " Where one has a 1 in its shape, it is repeated.")
        .inputs(inputs)
        .shape("[a, b, ...], [a, b, ...] -> [a, b, ...]; a 1 is repeated, a missing axis is not")
        .source("PyTorch " + name)
        .build(_ -> new Arithmetic(name, operation));
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    List<Shape> shapes = inputs.stream().map(TensorType::shape).toList();
    return Inference.unless(
        Check.oneType(name, inputs)
            .or(() -> isWhole(inputs) ? Optional.empty() : Check.floats(name, inputs))
            .or(() -> Broadcast.check(name, shapes)),
        () ->
            Check.exact(name, inputs.getFirst().dtype(), Broadcast.dims(shapes))
                .as(Broadcast.axes(inputs)));
  }

  private boolean isWhole(List<TensorType> inputs) {
    return operation != Operation.DIVIDE && inputs.getFirst().dtype() == DType.INT32;
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    String sign =
        switch (operation) {
          case ADD -> "+";
          case SUBTRACT -> "-";
          case MULTIPLY -> "*";
          case DIVIDE -> "/";
          default -> throw new IllegalStateException(name);
        };
    Py result = Py.X;
    for (int i = 1; i < in.size(); i++) {
      result = result.with(sign, new Py.In(i));
    }
    return Spelling.function(result);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value result = inputs.getFirst();
    int next = 1;
    while (next < inputs.size()) {
      int end = Math.min(next + INPUTS_PER_STEP - 1, inputs.size());
      List<Value> operands = new ArrayList<>(List.of(result));
      operands.addAll(inputs.subList(next, end));
      result = step(builder, operands);
      next = end;
    }
    return result;
  }

  private Value step(ProgramBuilder builder, List<Value> operands) {
    ScalarExpr expression = new ScalarExpr.In(0);
    for (int i = 1; i < operands.size(); i++) {
      expression = new ScalarExpr.Binary(operation, expression, new ScalarExpr.In(i));
    }
    List<Shape> shapes = operands.stream().map(value -> value.type().shape()).toList();
    return builder.step(
        new Kernel.Pointwise(expression),
        operands,
        List.of(),
        new TensorType(operands.getFirst().type().dtype(), new Shape(Broadcast.dims(shapes))));
  }
}
