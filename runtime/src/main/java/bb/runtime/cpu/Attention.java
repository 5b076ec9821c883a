package bb.runtime.cpu;

import bb.runtime.cpu.SequenceKernels.Product;
import java.util.Arrays;

/**
 * Scaled dot-product attention, a head and a block of queries at a time: the head's keys are
 * transposed into scratch memory, and the block's scores never leave it. An item is a block.
 *
 * <p>An example may hold a batch of sequences, which follow each other; below, a sequence is one of
 * any example.
 */
public final class Attention implements Operation {
  /** The score of a key that is not seen, or more. */
  private static final float UNSEEN = -3.4e38f;

  /** Queries in a block. */
  private static final int ROWS = 24;

  private final Heads heads;
  private final View q;
  private final View k;
  private final View v;
  private final View out;
  private final Bias[] biases;
  private final int size;

  /** Features that a head has of a value. */
  private final int width;

  /** Of a sequence. */
  private final int queries;

  /** Of a sequence. */
  private final int keys;

  /** Of a sequence's queries. */
  private final int blocks;

  /** Keys, padded to whole vectors. */
  private final int padded;

  /**
   * From row to row of keys and of scores: rows that follow each other in different cache lines.
   */
  private final int stride;

  private final int scoresAt;

  /**
   * How the features of a sequence are divided, and which keys are seen.
   *
   * @param batch sequences in an example
   * @param heads of the queries
   * @param keyHeads of the keys and values, each for as many neighbouring heads of the queries
   * @param scale of the scores
   * @param offset query i sees keys 0 to i + offset; all, if it is negative
   */
  public record Heads(int batch, int heads, int keyHeads, float scale, int offset) {
    /** How many neighbouring heads of the queries share keys and values. */
    int sharing() {
      return heads / keyHeads;
    }

    /** How many keys a query sees. */
    int seen(int query, int keys) {
      return offset < 0 ? keys : Math.min(keys, query + offset + 1);
    }
  }

  /**
   * What is added to scores: a row of as many as there are keys, or of one for all keys, for each
   * query of each head of each sequence, or for all of them.
   */
  public record Bias(View view, boolean bySequence, boolean byHead, boolean byQuery) {
    /** Where the row of a query begins. */
    int at(Worker w, Heads h, int sequence, int head, int query, int queries) {
      int row = bySequence ? sequence % h.batch() : 0;
      row = byHead ? row * h.heads() + head : row;
      row = byQuery ? row * queries + query : row;
      int example = sequence / h.batch();
      return w.at(view) + example * view.exampleStride() + row * view.stride();
    }
  }

  private Attention(Heads heads, View q, View k, View v, View out, Bias[] biases) {
    this.heads = heads;
    this.q = q;
    this.k = k;
    this.v = v;
    this.out = out;
    this.biases = biases;
    this.size = q.channels() / heads.heads();
    this.width = v.channels() / heads.keyHeads();
    this.queries = q.pixels() / heads.batch();
    this.keys = k.pixels() / heads.batch();
    this.blocks = Math.ceilDiv(queries, ROWS);
    this.padded = Packing.aligned(keys);
    this.stride = padded + RowKernels.OVERHANG;
    this.scoresAt = size * stride;
  }

  /** {@code softmax(scale * q * transpose(k) + biases) * v} for each head. */
  public static Operation of(Heads heads, View q, View k, View v, View out, Bias... biases) {
    return new Attention(heads, q, k, v, out, biases);
  }

  @Override
  public int items(int batch) {
    return batch * heads.batch() * heads.heads() * blocks;
  }

  @Override
  public long cost(int batch) {
    return (long) ROWS * keys * (size + width);
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
      int sequence = pair / heads.heads();
      int head = pair % heads.heads();
      int shared = head / heads.sharing();
      int keyPair = sequence * heads.keyHeads() + shared;
      if (keyPair != packed) {
        pack(w, sequence, shared);
        packed = keyPair;
      }
      block(w, sequence, head, item % blocks * ROWS);
    }
  }

  /** Makes the head's keys the columns of a matrix, zeros beyond the last. */
  private void pack(Worker w, int sequence, int head) {
    float[] scratch = w.scratch();
    int from = w.at(k) + sequence * keys * k.stride() + head * size;
    Transpose.copy(w.arena, from, k.stride(), scratch, 0, stride, keys, size);
    for (int i = 0; i < size; i++) {
      Arrays.fill(scratch, i * stride + keys, i * stride + padded, 0);
    }
  }

  private void block(Worker w, int sequence, int head, int first) {
    float[] scratch = w.scratch();
    int rows = Math.min(ROWS, queries - first);
    int seen = heads.seen(first + rows - 1, keys);
    Product p = w.product;
    p.a = w.arena;
    p.aAt = w.at(q) + (sequence * queries + first) * q.stride() + head * size;
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
    for (int row = 0; row < rows; row++) {
      int length = heads.seen(first + row, keys);
      int at = scoresAt + row * stride;
      if (biases.length == 0) {
        w.sequences.softmax(scratch, at, length, heads.scale());
      } else {
        biased(w, sequence, head, first + row, at, length);
      }
      Arrays.fill(scratch, at + length, at + seen, 0);
    }
    p.a = scratch;
    p.aAt = scoresAt;
    p.aStride = stride;
    p.b = w.arena;
    p.bAt = w.at(v) + sequence * keys * v.stride() + head / heads.sharing() * width;
    p.bStride = v.stride();
    p.out = w.arena;
    p.outAt = w.at(out) + (sequence * queries + first) * out.stride() + head * width;
    p.outStride = out.stride();
    p.depth = seen;
    p.columns = width;
    w.sequences.product(p);
  }

  /** Adds the biases to the scores of a query, which become weights: 0 if it sees no key. */
  private void biased(Worker w, int sequence, int head, int query, int at, int length) {
    float[] scratch = w.scratch();
    float scale = heads.scale();
    for (Bias bias : biases) {
      int from = bias.at(w, heads, sequence, head, query, queries);
      if (bias.view().channels() == keys) {
        w.sequences.add(scratch, at, length, scale, w.arena, from);
      } else {
        ScalarSequences.add(scratch, at, length, scale, w.arena[from]);
      }
      scale = 1;
    }
    int key = 0;
    while (key < length && scratch[at + key] <= UNSEEN) {
      key++;
    }
    if (key == length) {
      Arrays.fill(scratch, at, at + length, 0);
    } else {
      w.sequences.softmax(scratch, at, length, 1);
    }
  }
}
