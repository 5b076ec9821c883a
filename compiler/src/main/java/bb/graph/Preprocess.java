package bb.graph;

import java.util.List;
import java.util.Optional;

/**
 * How an image becomes the input tensor: resize the shorter side to {@code resize} pixels, crop the
 * centre to the input's height and width, scale to 0..1, then (x - mean) / std per channel. Without
 * {@code resize} the whole image is resized to the input's size. One-channel inputs take the luma.
 */
public record Preprocess(
    Optional<Long> resize, List<Double> mean, List<Double> std, Interpolation interpolation) {
  public enum Interpolation {
    NEAREST,
    BILINEAR,
    BICUBIC
  }

  public static final Preprocess NONE =
      new Preprocess(Optional.empty(), List.of(), List.of(), Interpolation.BILINEAR);

  public Preprocess {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
