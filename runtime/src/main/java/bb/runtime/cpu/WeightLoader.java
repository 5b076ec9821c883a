package bb.runtime.cpu;

import bb.runtime.WeightSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the weights as the kernels want them: reads the checkpoint's tensors, folds normalisation
 * into filters and biases, and packs. Positions are offsets in {@link #data}, from 0; a model's
 * loading code gives them.
 */
public final class WeightLoader {
  private final WeightSource source;
  private final int columns;
  private final float[] data;

  /**
   * @param floats how many floats the packed weights take
   * @param sum any of the kernels that will read them
   */
  public WeightLoader(WeightSource source, int floats, GemmKernel sum) {
    this.source = source;
    this.columns = sum.columns();
    this.data = new float[Worker.ORIGIN + floats];
  }

  float[] data() {
    return data;
  }

  /** A tensor of the checkpoint. */
  public float[] tensor(String name, int... shape) {
    List<Integer> dims = new ArrayList<>();
    for (int dim : shape) {
      dims.add(dim);
    }
    return source.read(name, dims);
  }

  /** gamma / sqrt(variance + eps); {@code gamma} may be null for 1. */
  public float[] normScale(float[] gamma, float[] variance, double eps) {
    float[] scale = new float[variance.length];
    for (int i = 0; i < scale.length; i++) {
      double factor = gamma == null ? 1 : gamma[i];
      scale[i] = (float) (factor / Math.sqrt(variance[i] + eps));
    }
    return scale;
  }

  /** beta - mean * scale; {@code beta} may be null for 0. */
  public float[] normShift(float[] beta, float[] mean, float[] scale) {
    float[] shift = new float[mean.length];
    for (int i = 0; i < shift.length; i++) {
      double start = beta == null ? 0 : beta[i];
      shift[i] = (float) (start - (double) mean[i] * scale[i]);
    }
    return shift;
  }

  /** Each output channel of {@code filter} times its scale. */
  public float[] scaledFilter(float[] filter, float[] scale) {
    float[] scaled = new float[filter.length];
    int size = filter.length / scale.length;
    for (int i = 0; i < filter.length; i++) {
      scaled[i] = filter[i] * scale[i / size];
    }
    return scaled;
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
  public float[] foldedBias(float[] bias, float[] scale, float[] shift) {
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

  /** Packs a convolution's filter {@code [out, in / groups, height, width]} into panels. */
  public void filter(int at, float[] filter, int groups, int out, int in, Stencil stencil) {
    int size = stencil.taps();
    int outputs = out / groups;
    int inputs = in / groups;
    for (int group = 0; group < groups; group++) {
      Packing.panels(
          new Packing.FilterView(
              filter, group * outputs * inputs * size, outputs, inputs * size, inputs, size),
          Taps.correlation(stencil, 1, 1).filter(),
          columns,
          data,
          Worker.ORIGIN + at + group * Packing.aligned(outputs) * inputs * size);
    }
  }

  /** Packs a transposed convolution's filter {@code [in, out / groups, height, width]}. */
  public void transposed(int at, float[] filter, int groups, int out, int in, Stencil stencil) {
    int size = stencil.taps();
    int outputs = out / groups;
    int inputs = in / groups;
    int to = Worker.ORIGIN + at;
    for (Taps taps : Taps.phases(stencil, stencil.strideHeight(), stencil.strideWidth())) {
      for (int group = 0; group < groups; group++) {
        Packing.panels(
            new Packing.FilterView(
                filter, group * inputs * outputs * size, outputs, size, inputs, outputs * size),
            taps.filter(),
            columns,
            data,
            to);
        to += Packing.aligned(outputs) * inputs * taps.count();
      }
    }
  }

  /** Packs a depthwise filter {@code [channels, 1, height, width]}, tap by tap. */
  public void depthwise(int at, float[] filter, int channels) {
    int taps = filter.length / channels;
    int padded = Packing.aligned(channels);
    for (int channel = 0; channel < channels; channel++) {
      for (int tap = 0; tap < taps; tap++) {
        data[Worker.ORIGIN + at + tap * padded + channel] = filter[channel * taps + tap];
      }
    }
  }

  /** A vector over channels, each group padded. */
  public void vector(int at, float[] vector, int groups) {
    int size = vector.length / groups;
    for (int group = 0; group < groups; group++) {
      int to = Worker.ORIGIN + at + group * Packing.aligned(size);
      System.arraycopy(vector, group * size, data, to, size);
    }
  }

  /** A tensor as the arena holds it: pixel by pixel. */
  public void constant(int at, float[] tensor, int channels, int pixels) {
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        data[Worker.ORIGIN + at + pixel * channels + channel] = tensor[channel * pixels + pixel];
      }
    }
  }
}
