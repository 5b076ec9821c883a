package bb.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** What the Javadoc shows, as code that compiles. */
final class Snippets {
  private Snippets() {}

  static String classify(ImageClassifier<float[]> pets) {
    // @start region="classify"
    Prediction best = pets.classify(Path.of("cat.jpg"));
    List<Prediction> five = pets.classify(Image.of(Path.of("cat.jpg")), 5);
    float[] scores = pets.predict(Path.of("cat.jpg"));
    // @end
    return best.label() + five.size() + scores.length;
  }

  static float[] options(
      ImageModel<float[]> model, Image image, ExecutorService pool, Future<?> request) {
    // @start region="options"
    Options options =
        Options.DEFAULT
            .executor(pool)
            .deadline(Duration.ofMillis(50))
            .cancelledBy(request::isCancelled);
    float[] scores = model.predict(image, options);
    // @end
    return scores;
  }

  static void weights(Class<?> beside) {
    // @start region="weights"
    WeightSource file = WeightSource.of(Path.of("net.safetensors"));
    WeightSource resource = WeightSource.resource(beside, "net.safetensors");
    WeightSource wrapped = file.prefix("module.").rename("gamma", "weight").ignore("cls.*");
    // @end
    List.of(file, resource, wrapped);
  }
}
