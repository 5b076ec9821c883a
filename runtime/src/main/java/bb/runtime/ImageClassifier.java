package bb.runtime;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A model that takes a picture, of which an output has labels.
 *
 * {@snippet class="bb.runtime.Snippets" region="classify"}
 *
 * @param <A> an answer, as of {@link ImageModel}
 */
public interface ImageClassifier<A> extends ImageModel<A> {
  /** The most likely class of the picture in a file: see {@link Image#of(Path)}. */
  default Prediction classify(Path picture) {
    return classify(Image.of(picture));
  }

  /** The most likely class of a picture, by the bytes of its file: see {@link Image#of(byte[])}. */
  default Prediction classify(byte[] picture) {
    return classify(Image.of(picture));
  }

  /** The most likely class of a picture that is read: see {@link Image#of(InputStream)}. */
  default Prediction classify(InputStream picture) {
    return classify(Image.of(picture));
  }

  /** The most likely class of a picture in memory: see {@link Image#of(BufferedImage)}. */
  default Prediction classify(BufferedImage picture) {
    return classify(Image.of(picture));
  }

  /**
   * The most likely class.
   *
   * @throws ArithmeticException if a score is NaN
   */
  default Prediction classify(Image picture) {
    return classify(picture, 1).getFirst();
  }

  /**
   * The most likely classes, the first one first.
   *
   * @param top how many; fewer if there are fewer labels
   * @throws IllegalArgumentException if that is not positive
   */
  default List<Prediction> classify(Image picture, int top) {
    return classify(picture, top, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<Prediction> classify(Image picture, int top, Options options) {
    Objects.requireNonNull(picture, "picture");
    return classifyAll(List.of(picture), top, options).getFirst();
  }

  /** The most likely classes of each, computed as one batch. */
  default List<List<Prediction>> classifyAll(List<Image> pictures, int top) {
    return classifyAll(pictures, top, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<List<Prediction>> classifyAll(List<Image> pictures, int top, Options options) {
    return Batches.classes(Batches.pictures(this, pictures, options), top);
  }
}
