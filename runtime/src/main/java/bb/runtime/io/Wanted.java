package bb.runtime.io;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import org.jspecify.annotations.Nullable;

/** Ends the decoding of a picture, between two of its rows, when nobody wants it any more. */
final class Wanted implements IIOReadProgressListener {
  private final Runnable question;
  private @Nullable RuntimeException no;

  /**
   * @param question throws when it is not wanted
   */
  Wanted(Runnable question) {
    this.question = question;
  }

  /** Throws what the question has thrown: a reader that was ended returns half a picture. */
  void check() {
    if (no != null) {
      throw no;
    }
  }

  @Override
  public void imageProgress(ImageReader reader, float percent) {
    try {
      question.run();
    } catch (RuntimeException e) {
      // what a listener throws would come back as something that is wrong with the picture
      no = e;
      reader.abort();
    }
  }

  @Override
  public void imageStarted(ImageReader reader, int image) {}

  @Override
  public void imageComplete(ImageReader reader) {}

  @Override
  public void readAborted(ImageReader reader) {}

  @Override
  public void sequenceStarted(ImageReader reader, int first) {}

  @Override
  public void sequenceComplete(ImageReader reader) {}

  @Override
  public void thumbnailStarted(ImageReader reader, int image, int thumbnail) {}

  @Override
  public void thumbnailProgress(ImageReader reader, float percent) {}

  @Override
  public void thumbnailComplete(ImageReader reader) {}
}
