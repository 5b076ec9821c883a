package uk.ac.manchester.tornado.cudnn;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.HalfFloat;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/** o = softmax(scale q k') v for each head of each sequence, which lie one after the other. */
final class Attention extends LibraryTaskDescriptor implements Runnable {
  private final HalfFloatArray queries;
  private final HalfFloatArray keys;
  private final HalfFloatArray values;
  private final HalfFloatArray out;
  private final int heads;
  private final int rows;
  private final int seen;
  private final int size;
  private final float scale;
  private final boolean causal;

  Attention(
      HalfFloatArray queries,
      HalfFloatArray keys,
      HalfFloatArray values,
      HalfFloatArray out,
      int heads,
      int rows,
      int seen,
      int size,
      float scale,
      boolean causal) {
    this.queries = queries;
    this.keys = keys;
    this.values = values;
    this.out = out;
    this.heads = heads;
    this.rows = rows;
    this.seen = seen;
    this.size = size;
    this.scale = scale;
    this.causal = causal;
  }

  @Override
  public void run() {
    for (int head = 0; head < heads; head++) {
      for (int row = 0; row < rows; row++) {
        attend(head * rows + row, head * seen, causal ? Math.min(row + 1, seen) : seen);
      }
    }
  }

  private void attend(int query, int first, int count) {
    double[] mean = new double[size];
    double sum = 0;
    for (int key = first; key < first + count; key++) {
      double score = 0;
      for (int i = 0; i < size; i++) {
        score += number(queries, query, i) * number(keys, key, i);
      }
      double weight = Math.exp(scale * score);
      sum += weight;
      for (int i = 0; i < size; i++) {
        mean[i] += weight * number(values, key, i);
      }
    }
    for (int i = 0; i < size; i++) {
      out.set(query * size + i, new HalfFloat((float) (mean[i] / sum)));
    }
  }

  private double number(HalfFloatArray array, int row, int column) {
    return array.get(row * size + column).getFloat32();
  }
}
