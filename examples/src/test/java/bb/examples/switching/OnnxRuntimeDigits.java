package bb.examples.switching;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** What docs/switching.md shows of ONNX Runtime. */
final class OnnxRuntimeDigits implements AutoCloseable {
  // begin
  static final List<String> LABELS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxRuntimeDigits(Path model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      session = environment.createSession(model.toString(), options);
    }
  }

  String read(Path picture) throws OrtException, IOException {
    Raster raster = ImageIO.read(picture.toFile()).getRaster(); // 28 x 28, grey: else it needs more
    float[] pixels = new float[28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (raster.getSample(i % 28, i / 28, 0) / 255f - 0.5f) / 0.25f;
    }
    long[] shape = {1, 1, 28, 28};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
        OrtSession.Result answers = session.run(Map.of("image", input))) {
      float[] scores = ((float[][]) answers.get(0).getValue())[0];
      int best =
          IntStream.range(0, scores.length).reduce(0, (a, b) -> scores[b] > scores[a] ? b : a);
      return LABELS.get(best);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
  // end
}
