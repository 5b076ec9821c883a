package bb.runtime.engine;

import bb.runtime.WeightSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the weights of kernels of a checkpoint's tensors: what normalisation does to a filter and a
 * bias is done once, here. All arrays are in row-major order; those that come in are nobody else's.
 */
public final class Folding {
  private final WeightSource source;

  public Folding(WeightSource source) {
    this.source = source;
  }

  /** A tensor of the checkpoint. */
  public float[] tensor(String name, int... shape) {
    List<Integer> dims = new ArrayList<>();
    for (int dim : shape) {
      dims.add(dim);
    }
    return source.read(name, dims);
  }

  /** Numbers that the compiler knew, as {@link PackedNumbers} has them. */
  public float[] literal(int count, int exponent, String... texts) {
    return PackedNumbers.read(count, exponent, texts);
  }

  /** gamma / sqrt(variance + eps); {@code gamma} may be null for 1. */
  public float[] normScale(float @Nullable [] gamma, float[] variance, double eps) {
    float[] scale = new float[variance.length];
    for (int i = 0; i < scale.length; i++) {
      double factor = gamma == null ? 1 : gamma[i];
      scale[i] = (float) (factor / Math.sqrt(variance[i] + eps));
    }
    return scale;
  }

  /** beta - mean * scale; {@code beta} may be null for 0. */
  public float[] normShift(float @Nullable [] beta, float[] mean, float[] scale) {
    float[] shift = new float[mean.length];
    for (int i = 0; i < shift.length; i++) {
      double start = beta == null ? 0 : beta[i];
      shift[i] = (float) (start - (double) mean[i] * scale[i]);
    }
    return shift;
  }

  /** Each output channel of {@code filter} times its scale, in the place of the filter. */
  public float[] scaledFilter(float[] filter, float[] scale) {
    int size = filter.length / scale.length;
    for (int out = 0; out < scale.length; out++) {
      scale(filter, out * size, size, scale[out]);
    }
    return filter;
  }

  private static void scale(float[] x, int from, int count, float factor) {
    for (int i = from; i < from + count; i++) {
      x[i] *= factor;
    }
  }

  /**
   * Each input channel of {@code filter} times its scale, in the place of the filter.
   *
   * @param slice how many numbers lie together behind one input channel
   */
  public float[] scaledColumns(float[] filter, float[] scale, int slice) {
    for (int row = 0; row < filter.length; row += scale.length * slice) {
      for (int in = 0; in < scale.length; in++) {
        scale(filter, row + in * slice, slice, scale[in]);
      }
    }
    return filter;
  }

  /** {@code bias} plus the product of a matrix and a vector; {@code bias} may be null for 0. */
  public float[] shiftedBias(float @Nullable [] bias, float[] matrix, float[] vector) {
    float[] shifted = new float[matrix.length / vector.length];
    for (int out = 0; out < shifted.length; out++) {
      double sum = bias == null ? 0 : bias[out];
      for (int in = 0; in < vector.length; in++) {
        sum += (double) matrix[out * vector.length + in] * vector[in];
      }
      shifted[out] = (float) sum;
    }
    return shifted;
  }

  /** Equal parts of {@code direction}, each scaled to its Euclidean length. */
  public float[] rescaled(float[] direction, float[] length) {
    float[] scaled = new float[direction.length];
    int size = direction.length / length.length;
    for (int part = 0; part < length.length; part++) {
      double squares = 0;
      for (int i = part * size; i < (part + 1) * size; i++) {
        squares += (double) direction[i] * direction[i];
      }
      double factor = length[part] / Math.sqrt(squares);
      for (int i = part * size; i < (part + 1) * size; i++) {
        scaled[i] = (float) (direction[i] * factor);
      }
    }
    return scaled;
  }

  /**
   * A weight divided by {@code transpose(u) * weight * v}.
   *
   * @param slice how many numbers lie together behind one index of the axis of {@code u}
   */
  public float[] bounded(float[] weight, float[] u, float[] v, int slice) {
    double sigma = 0;
    for (int i = 0; i < weight.length; i++) {
      int row = i / slice % u.length;
      int column = i / slice / u.length * slice + i % slice;
      sigma += (double) u[row] * weight[i] * v[column];
    }
    float[] bounded = new float[weight.length];
    for (int i = 0; i < weight.length; i++) {
      bounded[i] = (float) (weight[i] / sigma);
    }
    return bounded;
  }

  /** All elements of one after the other. */
  public float[] concatenated(float[]... parts) {
    int size = 0;
    for (float[] part : parts) {
      size += part.length;
    }
    float[] all = new float[size];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** bias * scale + shift; {@code bias} may be null for 0. */
  public float[] foldedBias(float @Nullable [] bias, float[] scale, float[] shift) {
    float[] folded = new float[shift.length];
    for (int i = 0; i < folded.length; i++) {
      double start = bias == null ? 0 : bias[i];
      folded[i] = (float) (start * scale[i] + shift[i]);
    }
    return folded;
  }

  /** {@code count} numbers of a tensor, from {@code start}. */
  public float[] part(float[] tensor, int start, int count) {
    return Arrays.copyOfRange(tensor, start, start + count);
  }

  /**
   * Slices along an axis, in another order.
   *
   * @param length of the axis
   * @param slice how many numbers lie together behind one index of it
   * @param runs three numbers each: the first index, the step to the next one, and how many
   */
  public float[] picked(float[] tensor, int length, int slice, int... runs) {
    int count = 0;
    for (int run = 0; run < runs.length; run += 3) {
      count += runs[run + 2];
    }
    float[] picked = new float[tensor.length / length * count];
    int to = 0;
    for (int block = 0; block < tensor.length; block += length * slice) {
      for (int run = 0; run < runs.length; run += 3) {
        for (int i = 0; i < runs[run + 2]; i++) {
          int from = block + (runs[run] + i * runs[run + 1]) * slice;
          System.arraycopy(tensor, from, picked, to, slice);
          to += slice;
        }
      }
    }
    return picked;
  }

  /** A matrix of {@code rows} rows with its axes exchanged. */
  public float[] transpose(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[] transposed = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }
}
