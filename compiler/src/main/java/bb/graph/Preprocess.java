package bb.graph;

import java.util.List;
import java.util.Optional;

/**
 * How an image becomes the input tensor: turned upright, sized, scaled to 0..{@code scale}, then (x
 * - mean) / std per channel. One-channel inputs take the luma.
 *
 * @param fit how it is made as large as the input
 * @param bgr whether the channels are blue, green and red
 */
public record Preprocess(
    Fit fit,
    List<Double> mean,
    List<Double> std,
    Interpolation interpolation,
    boolean bgr,
    double scale) {
  public enum Interpolation {
    NEAREST,
    BILINEAR,
    BICUBIC
  }

  /** How an image is made as large as the input. */
  public sealed interface Fit {
    /** Height and width change as they must. */
    record Stretch() implements Fit {}

    /** The shorter side is resized to that many pixels, and the centre cropped. */
    record Crop(long shorter) implements Fit {}

    /** The whole image, as large as fits, in the middle of samples of that value. */
    record Letterbox(long grey) implements Fit {}
  }

  public static final Preprocess NONE =
      new Preprocess(new Fit.Stretch(), List.of(), List.of(), Interpolation.BILINEAR, false, 1);

  public Preprocess {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** The shorter side before the centre is cropped. */
  public Optional<Long> resize() {
    return fit instanceof Fit.Crop(var shorter) ? Optional.of(shorter) : Optional.empty();
  }

  /** The samples around the image. */
  public Optional<Long> letterbox() {
    return fit instanceof Fit.Letterbox(var grey) ? Optional.of(grey) : Optional.empty();
  }

  /** What checksums of networks are made from: what is not written is not there. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Preprocess[resize=").append(resize());
    text.append(", mean=").append(mean).append(", std=").append(std);
    text.append(", interpolation=").append(interpolation);
    letterbox().ifPresent(grey -> text.append(", letterbox=").append(grey));
    text.append(bgr ? ", bgr" : "");
    text.append(scale != 1 ? ", scale=" + scale : "");
    return text.append(']').toString();
  }
}
