package bb.runtime.tornado;

/** The order in which a device's kernels read weights. */
public final class Layouts {
  /** A cache line of numbers: what is written together is read from as many rows. */
  private static final int BLOCK = 16;

  private Layouts() {}

  /**
   * A convolution's filter {@code [group, out, in, tap]} as {@code [group, tap, in, out]}; {@code
   * out} and {@code in} are of one group.
   */
  public static float[] filter(float[] filter, int groups, int out, int in, int taps) {
    float[] ordered = new float[filter.length];
    int row = in * taps;
    for (int group = 0; group < groups; group++) {
      int start = group * out * row;
      for (int from = 0; from < out; from += BLOCK) {
        int to = Math.min(from + BLOCK, out);
        for (int column = 0; column < row; column++) {
          int at = start + (column % taps * in + column / taps) * out;
          for (int o = from; o < to; o++) {
            ordered[at + o] = filter[start + o * row + column];
          }
        }
      }
    }
    return ordered;
  }

  /** A transposed convolution's filter {@code [group, in, out, tap]}, likewise. */
  public static float[] transposedFilter(float[] filter, int groups, int out, int in, int taps) {
    float[] ordered = new float[filter.length];
    for (int group = 0; group < groups; group++) {
      for (int i = 0; i < in; i++) {
        int from = (group * in + i) * out * taps;
        for (int tap = 0; tap < taps; tap++) {
          int at = ((group * taps + tap) * in + i) * out;
          for (int o = 0; o < out; o++) {
            ordered[at + o] = filter[from + o * taps + tap];
          }
        }
      }
    }
    return ordered;
  }

  /** A filter {@code [tap, in, out]} as {@code [out, in, tap]}. */
  public static float[] planarFilter(float[] filter, int out, int in, int taps) {
    float[] ordered = new float[filter.length];
    int at = 0;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < taps; tap++) {
          ordered[at++] = filter[(tap * in + i) * out + o];
        }
      }
    }
    return ordered;
  }

  /** A tensor {@code [channels, pixels]} as {@code [pixels, channels]}. */
  public static float[] channelsLast(float[] tensor, int channels, int pixels) {
    float[] ordered = new float[tensor.length];
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        ordered[pixel * channels + channel] = tensor[channel * pixels + pixel];
      }
    }
    return ordered;
  }
}
