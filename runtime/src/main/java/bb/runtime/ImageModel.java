package bb.runtime;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model of one input that takes a picture, prepared as its source says: see {@link Image}.
 *
 * @param <A> an answer: the output's numbers, or a record with those of several
 */
public interface ImageModel<A> extends Model {
  /**
   * What the network says of one example of a batch: the numbers of its output, or a record with
   * those of each of several, in row-major order.
   *
   * @param outputs what {@link #predict(Map)} has returned
   * @param example from 0
   */
  A answer(Map<String, Tensor> outputs, int example);

  /** What the network says of the picture in a file: see {@link Image#of(Path)}. */
  default A predict(Path picture) {
    return predict(Image.of(picture));
  }

  /** What the network says of a picture, by the bytes of its file: see {@link Image#of(byte[])}. */
  default A predict(byte[] picture) {
    return predict(Image.of(picture));
  }

  /** What the network says of a picture that is read: see {@link Image#of(InputStream)}. */
  default A predict(InputStream picture) {
    return predict(Image.of(picture));
  }

  /** What the network says of a picture in memory: see {@link Image#of(BufferedImage)}. */
  default A predict(BufferedImage picture) {
    return predict(Image.of(picture));
  }

  /** What the network says of a picture. */
  default A predict(Image picture) {
    return predict(picture, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default A predict(Image picture, Options options) {
    Objects.requireNonNull(picture, "picture");
    return predictAll(List.of(picture), options).getFirst();
  }

  /**
   * What the network says of each, computed as one batch.
   *
   * @param pictures one or more
   * @throws UserError if there is none: BB0625
   */
  default List<A> predictAll(List<Image> pictures) {
    return predictAll(pictures, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<A> predictAll(List<Image> pictures, Options options) {
    return Batches.answers(Batches.pictures(this, pictures, options), this::answer);
  }
}
