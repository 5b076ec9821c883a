package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * Moves the elements along an axis; what leaves at the end comes back at the beginning.
 *
 * <ul>
 *   <li>C1: the axis exists.
 * </ul>
 */
public record Roll(long shift, long axis) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "roll",
              "Moves the elements along one axis; those that leave come back in at the start.")
          .required("shift", Attribute.Type.Int.ANY, "how far; negative towards the start")
          .required("axis", Attribute.Type.Int.ANY, "the axis; negative from the end; no batch")
          .shape("[...] -> [...]")
          .source("PyTorch roll")
          .build(a -> new Roll(a.integer("shift"), a.integer("axis")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(Check.axis("roll", axis, x.shape()), () -> new Inference.Of(x));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return Spelling.function(Py.X.method("roll", Py.of(shift, "shift"), in.dim(0, axis)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Shape x = output.shape();
    int along = (int) (axis < 0 ? axis + x.rank() : axis);
    long size = x.dim(along);
    long moved = Math.floorMod(shift, size);
    if (moved == 0) {
      return inputs.getFirst();
    }
    Value end = part(builder, inputs, along, size - moved, moved);
    Value start = part(builder, inputs, along, 0, size - moved);
    return builder.step(new Kernel.Concat(along), List.of(end, start), List.of(), output);
  }

  private static Value part(
      ProgramBuilder builder, List<Value> inputs, int axis, long start, long count) {
    TensorType x = inputs.getFirst().type();
    TensorType type = new TensorType(x.dtype(), x.shape().with(axis, count));
    return builder.step(new Kernel.Slice(axis, start), inputs, List.of(), type);
  }
}
