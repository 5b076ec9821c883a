package bb.runtime.io;

/**
 * Resizes images to the bit as PIL does, which torchvision's transforms call: the filter widens
 * with the reduction, so that shrinking averages; rows first, then columns, each rounded to 8 bits;
 * weights in 22-bit fixed point. (Pillow, {@code src/libImaging/Resample.c} and, for nearest,
 * {@code Geometry.c})
 */
enum Resample {
  NEAREST(0) {
    @Override
    double weight(double x) {
      throw new IllegalStateException("nearest has no filter");
    }
  },
  BILINEAR(1) {
    @Override
    double weight(double x) {
      return Math.max(1 - Math.abs(x), 0);
    }
  },
  BICUBIC(2) {
    @Override
    double weight(double signed) {
      double x = Math.abs(signed);
      if (x < 1) {
        return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * SHARPNESS : 0;
    }
  };

  /** The free parameter of Keys' cubic; PIL's choice. */
  private static final double SHARPNESS = -0.5;

  private static final int PRECISION = 32 - 8 - 2;

  private final double support;

  Resample(double support) {
    this.support = support;
  }

  /** The filter's weight at distance {@code x} from the centre, in pixels of the smaller image. */
  abstract double weight(double x);

  Picture resize(Picture in, int width, int height) {
    if (this == NEAREST) {
      return nearest(in, width, height);
    }
    Picture wide = width == in.width() ? in : horizontally(in, width);
    return height == in.height() ? wide : vertically(wide, height);
  }

  private static Picture nearest(Picture in, int width, int height) {
    int[] columns = nearest(in.width(), width);
    int[] rows = nearest(in.height(), height);
    Picture out = Picture.blank(width, height, in.channels());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < in.channels(); c++) {
          out.set(x, y, c, in.sample(columns[x], rows[y], c));
        }
      }
    }
    return out;
  }

  private static int[] nearest(int from, int to) {
    int[] picked = new int[to];
    double scale = (double) from / to;
    double position = scale * 0.5;
    for (int i = 0; i < to; i++) {
      picked[i] = Math.min((int) position, from - 1);
      position += scale; // summed, not multiplied: PIL's rounding
    }
    return picked;
  }

  private Picture horizontally(Picture in, int width) {
    Window[] windows = windows(in.width(), width);
    Picture out = Picture.blank(width, in.height(), in.channels());
    for (int y = 0; y < in.height(); y++) {
      for (int x = 0; x < width; x++) {
        Window window = windows[x];
        for (int c = 0; c < in.channels(); c++) {
          int sum = 1 << (PRECISION - 1);
          for (int i = 0; i < window.weights.length; i++) {
            sum += in.sample(window.start + i, y, c) * window.weights[i];
          }
          out.set(x, y, c, Math.clamp(sum >> PRECISION, 0, 255));
        }
      }
    }
    return out;
  }

  private Picture vertically(Picture in, int height) {
    Window[] windows = windows(in.height(), height);
    Picture out = Picture.blank(in.width(), height, in.channels());
    for (int y = 0; y < height; y++) {
      Window window = windows[y];
      for (int x = 0; x < in.width(); x++) {
        for (int c = 0; c < in.channels(); c++) {
          int sum = 1 << (PRECISION - 1);
          for (int i = 0; i < window.weights.length; i++) {
            sum += in.sample(x, window.start + i, c) * window.weights[i];
          }
          out.set(x, y, c, Math.clamp(sum >> PRECISION, 0, 255));
        }
      }
    }
    return out;
  }

  /** The pixels that make one pixel of the result: from {@code start}, with these weights. */
  private record Window(int start, int[] weights) {}

  private Window[] windows(int from, int to) {
    double scale = (double) from / to;
    double filterScale = Math.max(scale, 1);
    double reach = support * filterScale;
    Window[] windows = new Window[to];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int start = Math.max((int) (centre - reach + 0.5), 0);
      int end = Math.min((int) (centre + reach + 0.5), from);
      double[] weights = new double[end - start];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = weight((k + start - centre + 0.5) * (1 / filterScale));
        sum += weights[k];
      }
      windows[i] = new Window(start, fixedPoint(weights, sum));
    }
    return windows;
  }

  private static int[] fixedPoint(double[] weights, double sum) {
    int[] fixed = new int[weights.length];
    for (int k = 0; k < weights.length; k++) {
      double weight = sum == 0 ? weights[k] : weights[k] / sum;
      fixed[k] = (int) (Math.copySign(0.5, weight) + weight * (1 << PRECISION));
    }
    return fixed;
  }
}
