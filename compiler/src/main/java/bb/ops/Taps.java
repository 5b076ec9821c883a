package bb.ops;

import bb.kernel.ScalarExpr;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What makes each element along an axis of a few along that of the input: a constant matrix of
 * which few numbers in a row are not 0. Resizing is a product with one, and so is adding up windows
 * that overlap.
 */
record Taps(List<Row> rows) {
  Taps {
    rows = List.copyOf(rows);
  }

  /** One element of the result: {@code weights[k]} times element {@code indices[k]}, added up. */
  record Row(long[] indices, double[] weights) {
    /** An element as it is. */
    static Row of(long index) {
      return new Row(new long[] {index}, new double[] {1});
    }
  }

  /** Whether every element is that of the same place, of as many. */
  boolean isIdentity(long in) {
    for (int i = 0; i < rows.size(); i++) {
      double kept = 0;
      for (int k = 0; k < rows.get(i).indices.length; k++) {
        kept += rows.get(i).indices[k] == i ? rows.get(i).weights[k] : 0;
      }
      if (kept != 1) {
        return false;
      }
    }
    return rows.size() == in;
  }

  /** Appends the product along an axis. */
  Value along(Chain chain, Value x, int axis) {
    Shape shape = x.type().shape();
    int each = rows.stream().mapToInt(row -> row.indices.length).max().orElseThrow();
    if (rows.stream().allMatch(row -> row.indices.length == 1 && row.weights[0] == 1)) {
      return chain.gather(x, axis, indices(chain, Shape.of(rows.size()), 1));
    }
    Value parts = chain.gather(x, axis, indices(chain, Shape.of(rows.size(), each), each));
    ScalarExpr product = new ScalarExpr.In(0).times(new ScalarExpr.In(1));
    Value products =
        chain.pointwise(
            product, parts.type().shape(), parts, weights(chain, shape.rank(), axis, each));
    Shape result = shape.with(axis, rows.size());
    return chain.reshape(chain.sum(products, axis + 1), result.toArray());
  }

  /** What a row has less than others, it takes with the weight 0. */
  private Value indices(Chain chain, Shape shape, int each) {
    float[] numbers = new float[rows.size() * each];
    for (int i = 0; i < rows.size(); i++) {
      long[] row = rows.get(i).indices;
      for (int k = 0; k < each; k++) {
        numbers[i * each + k] = row[Math.min(k, row.length - 1)];
      }
    }
    return chain.constant(new TensorType(DType.INT32, shape), numbers);
  }

  /** Weights that are repeated along the other axes. */
  private Value weights(Chain chain, int rank, int axis, int each) {
    float[] numbers = new float[rows.size() * each];
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i).weights;
      for (int k = 0; k < row.length; k++) {
        numbers[i * each + k] = (float) row[k];
      }
    }
    long[] dims = LongStream.generate(() -> 1).limit(rank + 1).toArray();
    dims[axis] = rows.size();
    dims[axis + 1] = each;
    return chain.constant(TensorType.float32(Shape.of(dims)), numbers);
  }
}
