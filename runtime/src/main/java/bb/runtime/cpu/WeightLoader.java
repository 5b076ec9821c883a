package bb.runtime.cpu;

import bb.runtime.WeightSource;
import bb.runtime.engine.Folding;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs weights as the kernels want them, into segments, each of which is an array. Positions are
 * offsets in the latest segment, from 0; a model's loading code gives them.
 */
public final class WeightLoader {
  private final Folding folding;
  private final GemmKernel sum;
  private final List<float[]> segments = new ArrayList<>();
  private float[] data;

  /**
   * @param floats how many floats the packed weights of the first segment take
   * @param sum any of the kernels that will read them
   */
  public WeightLoader(WeightSource source, int floats, GemmKernel sum) {
    this.folding = new Folding(source);
    this.sum = sum;
    segment(floats);
  }

  /** Begins the next segment, of so many floats, which is where weights go from now on. */
  public void segment(int floats) {
    data = new float[Worker.ORIGIN + floats + Packing.ALIGNMENT];
    segments.add(data);
  }

  float[][] segments() {
    return segments.toArray(float[][]::new);
  }

  /** What makes the arrays that the other methods pack. */
  public Folding folding() {
    return folding;
  }

  /** Packs a convolution's filter {@code [out, in / groups, height, width]} into panels. */
  public void filter(int at, float[] filter, int groups, int out, int in, Stencil stencil) {
    int size = stencil.taps();
    int outputs = out / groups;
    int inputs = in / groups;
    if (Grouped.fits(groups, in, out, sum.lanes())) {
      Grouped.pack(filter, inputs, size, sum.lanes(), data, Worker.ORIGIN + at);
      return;
    }
    for (int group = 0; group < groups; group++) {
      Packing.panels(
          new Packing.FilterView(
              filter, group * outputs * inputs * size, outputs, inputs * size, inputs, size),
          Taps.correlation(stencil, 1, 1).filter(),
          sum,
          data,
          Worker.ORIGIN + at + group * Packing.aligned(outputs) * inputs * size);
    }
  }

  /** Packs a filter {@code [out, in, 3, 3]} for a Winograd convolution, in panels of points. */
  public void winograd(int at, float[] filter, WinogradSize size, int out, int in) {
    int columns = Lanes.tileSums().columns(out);
    Packing.points(size, filter, out, in, columns, data, Worker.ORIGIN + at);
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
            sum,
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

  /** A vector over channels. */
  public void vector(int at, float[] vector) {
    System.arraycopy(vector, 0, data, Worker.ORIGIN + at, vector.length);
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
