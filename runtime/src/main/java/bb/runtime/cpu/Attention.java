package bb.runtime.cpu;

import bb.runtime.cpu.SequenceKernels.Product;
import java.util.Arrays;

/**
 * Scaled dot-product attention, a head and a block of queries at a time: the head's keys are
 * transposed into scratch memory, and the block's scores never leave it. An item is a block.
 */
public final class Attention implements Operation {
  /** Queries in a block. */
  private static final int ROWS = 24;

  private final int heads;
  private final boolean causal;
  private final View q;
  private final View k;
  private final View v;
  private final View out;
  private final int size;
  private final int keys;
  private final int blocks;

  /** Keys, padded to whole vectors. */
  private final int padded;

  /**
   * From row to row of keys and of scores: rows that follow each other in different cache lines.
   */
  private final int stride;

  private final int scoresAt;

  private Attention(int heads, boolean causal, View q, View k, View v, View out) {
    this.heads = heads;
    this.causal = causal;
    this.q = q;
    this.k = k;
    this.v = v;
    this.out = out;
    this.size = q.channels() / heads;
    this.keys = k.pixels();
    this.blocks = Math.ceilDiv(q.pixels(), ROWS);
    this.padded = Packing.aligned(keys);
    this.stride = padded + RowKernels.OVERHANG;
    this.scoresAt = size * stride;
  }

  /** {@code softmax(q * transpose(k) / sqrt(size)) * v} for each head. */
  public static Operation of(int heads, boolean causal, View q, View k, View v, View out) {
    return new Attention(heads, causal, q, k, v, out);
  }

  @Override
  public int items(int batch) {
    return batch * heads * blocks;
  }

  @Override
  public long cost(int batch) {
    return (long) ROWS * keys * (size + out.channels() / heads);
  }

  @Override
  public long overhead(int batch) {
    return 8L * scoresAt;
  }

  @Override
  public void reserve(Worker w) {
    w.reserve(scoresAt + ROWS * stride);
  }

  @Override
  public void run(Worker w, int from, int to) {
    int packed = -1;
    for (int item = from; item < to; item++) {
      int pair = item / blocks;
      if (pair != packed) {
        pack(w, pair / heads, pair % heads);
        packed = pair;
      }
      int first = item % blocks * ROWS;
      block(w, pair / heads, pair % heads, first, Math.min(ROWS, q.pixels() - first));
    }
  }

  /** Makes the head's keys the columns of a matrix, zeros beyond the last. */
  private void pack(Worker w, int example, int head) {
    float[] scratch = w.scratch();
    int from = w.at(k) + example * k.exampleStride() + head * size;
    Transpose.copy(w.arena, from, k.stride(), scratch, 0, stride, keys, size);
    for (int i = 0; i < size; i++) {
      Arrays.fill(scratch, i * stride + keys, i * stride + padded, 0);
    }
  }

  private void block(Worker w, int example, int head, int first, int rows) {
    float[] scratch = w.scratch();
    int seen = causal ? Math.min(keys, first + rows) : keys;
    Product p = w.product;
    p.a = w.arena;
    p.aAt = w.at(q) + example * q.exampleStride() + first * q.stride() + head * size;
    p.aStride = q.stride();
    p.b = scratch;
    p.bAt = 0;
    p.bStride = stride;
    p.out = scratch;
    p.outAt = scoresAt;
    p.outStride = stride;
    p.rows = rows;
    p.depth = size;
    p.columns = Packing.aligned(seen);
    w.sequences.product(p);
    float scale = (float) (1 / Math.sqrt(size));
    for (int row = 0; row < rows; row++) {
      int length = causal ? Math.min(keys, first + row + 1) : keys;
      int at = scoresAt + row * stride;
      w.sequences.softmax(scratch, at, length, scale);
      Arrays.fill(scratch, at + length, at + seen, 0);
    }
    int width = out.channels() / heads;
    p.a = scratch;
    p.aAt = scoresAt;
    p.aStride = stride;
    p.b = w.arena;
    p.bAt = w.at(v) + example * v.exampleStride() + head * width;
    p.bStride = v.stride();
    p.out = w.arena;
    p.outAt = w.at(out) + example * out.exampleStride() + first * out.stride() + head * width;
    p.outStride = out.stride();
    p.depth = seen;
    p.columns = width;
    w.sequences.product(p);
  }
}
