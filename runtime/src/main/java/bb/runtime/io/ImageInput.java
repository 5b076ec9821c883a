package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.util.List;
import java.util.Locale;

/** Makes an image one example of an input, by the input's {@link Preprocess}. */
final class ImageInput {
  /** The most pixels that an image may have after it was resized and before it is cropped. */
  private static final long MAX_RESIZED = 1 << 25;

  private ImageInput() {}

  /**
   * @return a batch of one, {@code [1, channels, height, width]}
   */
  static Tensor read(Picture picture, String name, InputInfo input) {
    List<Integer> shape = input.shape();
    if (input.isInteger() || shape.size() != 3 || (shape.get(0) != 1 && shape.get(0) != 3)) {
      throw new UserError(
              ErrorCode.BB0618,
              Message.of(
                  "input `%s` takes %s %s, which the image `%s` cannot be",
                  input.name(), input.dtype(), shape, name))
          .note("an image can be an input of shape [1, height, width] or [3, height, width]")
          .help("give an array: `.npy` or `.json`");
    }
    int height = shape.get(1);
    int width = shape.get(2);
    Preprocess rule = input.preprocess();
    // the fewer channels, the less there is to resize; to repeat one channel changes no sample
    int fewer = Math.min(shape.get(0), picture.channels());
    Picture plain = picture.withChannels(fewer);
    Picture sized =
        rule.letterbox() == Preprocess.NO_LETTERBOX
            ? resize(plain, name, width, height, rule).centre(width, height)
            : letterbox(plain, width, height, rule);
    Picture fitted = sized.withChannels(shape.get(0));
    return new Tensor(ExampleShape.of(input).batched(1), normalise(fitted, rule));
  }

  /** The whole picture, as large as fits, as Pillow's {@code ImageOps.pad} sizes it. */
  private static Picture letterbox(Picture in, int width, int height, Preprocess rule) {
    double ratio = (double) in.width() / in.height();
    double wanted = (double) width / height;
    int newWidth = width;
    int newHeight = height;
    if (ratio > wanted) {
      newHeight = (int) Math.rint((double) in.height() / in.width() * width);
    } else if (ratio < wanted) {
      newWidth = (int) Math.rint((double) in.width() / in.height() * height);
    }
    return resample(rule)
        .resize(in, Math.max(1, newWidth), Math.max(1, newHeight))
        .framed(width, height, rule.letterbox());
  }

  private static Resample resample(Preprocess rule) {
    return Resample.valueOf(rule.interpolation().toUpperCase(Locale.ROOT));
  }

  private static Picture resize(Picture in, String name, int width, int height, Preprocess rule) {
    Resample resample = resample(rule);
    if (rule.resize() == 0) {
      return resample.resize(in, width, height);
    }
    int shorter = Math.min(in.width(), in.height());
    // the longer side is truncated, as torchvision's Resize does
    long newWidth = (long) rule.resize() * in.width() / shorter;
    long newHeight = (long) rule.resize() * in.height() / shorter;
    if (newWidth * newHeight > MAX_RESIZED) {
      throw new UserError(
          ErrorCode.BB0617,
          Message.of(
              "the image `%s` is too long and narrow: with its shorter side at %d it has %,d x %,d"
                  + " pixels",
              name, rule.resize(), newWidth, newHeight));
    }
    return resample.resize(in, (int) newWidth, (int) newHeight);
  }

  private static float[] normalise(Picture in, Preprocess rule) {
    float[] out = new float[in.channels() * in.height() * in.width()];
    int next = 0;
    for (int c = 0; c < in.channels(); c++) {
      float mean = perChannel(rule.mean(), c, 0);
      float std = perChannel(rule.std(), c, 1);
      int channel = rule.bgr() ? in.channels() - 1 - c : c;
      for (int y = 0; y < in.height(); y++) {
        for (int x = 0; x < in.width(); x++) {
          out[next++] = (scaled(in.sample(x, y, channel), rule.scale()) - mean) / std;
        }
      }
    }
    return out;
  }

  private static float scaled(int sample, float scale) {
    // 255 is what the sample is, and 1 what torchvision's ToTensor makes of it
    return scale == 255 ? sample : scale == 1 ? sample / 255f : sample / 255f * scale;
  }

  private static float perChannel(List<Float> values, int channel, float otherwise) {
    if (values.isEmpty()) {
      return otherwise;
    }
    return values.get(Math.min(channel, values.size() - 1));
  }
}
