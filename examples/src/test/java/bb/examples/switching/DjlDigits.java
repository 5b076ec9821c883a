package bb.examples.switching;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What docs/switching.md shows of DJL: compiled with its API, and not run, as no engine is here.
 */
final class DjlDigits implements AutoCloseable {
  // begin
  private final ZooModel<Image, Classifications> model;

  DjlDigits(Path torchScript) throws IOException, ModelNotFoundException, MalformedModelException {
    model =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optModelPath(torchScript)
            .optEngine("PyTorch")
            .optTranslator(
                ImageClassificationTranslator.builder()
                    .optFlag(Image.Flag.GRAYSCALE)
                    .addTransform(new ToTensor())
                    .addTransform(new Normalize(new float[] {0.5f}, new float[] {0.25f}))
                    .optSynset(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
                    .optApplySoftmax(true)
                    .build())
            .build()
            .loadModel();
  }

  String read(Path picture) throws IOException, TranslateException {
    try (Predictor<Image, Classifications> predictor = model.newPredictor()) { // one for a thread
      Image image = ImageFactory.getInstance().fromFile(picture);
      return predictor.predict(image).best().getClassName();
    }
  }

  @Override
  public void close() {
    model.close();
  }
  // end
}
