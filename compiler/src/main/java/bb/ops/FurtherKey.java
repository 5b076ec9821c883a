package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * A learned key and value before those of each sequence, which every query sees. PyTorch has them
 * behind, which is the same to a query that sees them; here a causal query sees all keys up to some
 * one.
 *
 * @param batch sequences
 */
record FurtherKey(ProgramBuilder builder, long batch) {

  /**
   * The keys or values with a row before those of each sequence.
   *
   * @param rows {@code [batch * keys, d]}
   * @param row as many numbers as a key has
   */
  Value before(Value rows, WeightExpr row) {
    Shape shape = rows.type().shape();
    long width = shape.dim(1);
    long keys = shape.dim(0) / batch;
    Value flat = Scores.reshape(builder, rows, Shape.of(batch, keys * width));
    Value first = repeated(new WeightExpr.Reshaped(row, Shape.of(1, width)), batch);
    Value all = beside(first, flat);
    return Scores.reshape(builder, all, Shape.of(batch * (keys + 1), width));
  }

  /**
   * What is added to scores, with a 0 for the further key.
   *
   * @param added {@code [..., keys]}, or {@code [..., 1]} for all keys alike
   */
  Value seen(Value added, long keys) {
    Value rows = Scores.rows(builder, added);
    long count = rows.type().shape().dim(0);
    Value whole =
        rows.type().shape().dim(1) == keys
            ? rows
            : builder.step(
                new Kernel.Gather(1),
                List.of(rows, zeros(keys)),
                List.of(),
                TensorType.float32(Shape.of(count, keys)));
    TensorType one = TensorType.float32(Shape.of(1, 1));
    Value column = repeated(new WeightExpr.Literal(one, Numbers.of(0f)), count);
    Value all = beside(column, whole);
    Shape shape = added.type().shape();
    return Scores.reshape(builder, all, shape.with(shape.rank() - 1, keys + 1));
  }

  /** One row, again and again. */
  private Value repeated(WeightExpr row, long count) {
    return builder.step(
        new Kernel.Gather(0),
        List.of(zeros(count)),
        List.of(row),
        TensorType.float32(Shape.of(count, row.shape().dim(1))));
  }

  /** The number of a table's only row, so many times. */
  private Value zeros(long count) {
    TensorType type = TensorType.float32(Shape.of(count));
    Value numbers = builder.step(new Kernel.Range(), List.of(), List.of(), type);
    ScalarExpr none = ScalarExpr.IDENTITY.times(ScalarExpr.constant(0));
    return builder.step(new Kernel.Pointwise(none), List.of(numbers), List.of(), type);
  }

  private Value beside(Value left, Value right) {
    Shape shape = right.type().shape();
    long width = left.type().shape().dim(1) + shape.dim(1);
    return builder.step(
        new Kernel.Concat(1),
        List.of(left, right),
        List.of(),
        TensorType.float32(shape.with(1, width)));
  }
}
