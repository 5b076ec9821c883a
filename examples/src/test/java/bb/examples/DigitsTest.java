package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.jar.JarWriter;
import bb.graph.Architecture;
import bb.graph.Graph;
import bb.runtime.io.Safetensors;
import bb.runtime.io.TensorFile;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.awt.image.Raster;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiled digits jar reads images that training never saw, and says what PyTorch says. */
final class DigitsTest {
  private static final int SIZE = 28;
  private static final int CLASSES = 10;
  private static final double TOLERANCE = 1e-4;

  @TempDir private static Path folder;

  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    jar = folder.resolve("digits.jar");
    Graph graph = Examples.graph(Path.of("digits/digits.bb"), "Digits");
    TensorFile weights = Safetensors.open(Path.of("digits/digits.safetensors"));
    JarWriter.Embedded embedded =
        new JarWriter.Embedded(weights, weights.names(), Architecture.of(graph));
    try (OutputStream out = Files.newOutputStream(jar)) {
      JarWriter.write(out, Examples.compile(graph, true), Optional.of(embedded));
    }
  }

  /** What a line of a table of logits says: a name or label, then the logits. */
  private record Expected(String name, float[] logits) {
    static List<Expected> read(String file) {
      return Examples.lines(Examples.digits(file)).stream()
          .map(Examples::columns)
          .map(row -> new Expected(row.getFirst(), numbers(row.subList(1, row.size()))))
          .toList();
    }

    private static float[] numbers(List<String> texts) {
      float[] numbers = new float[texts.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Float.parseFloat(texts.get(i));
      }
      return numbers;
    }
  }

  @Test
  void readsHeldOutImages() throws Exception {
    List<Expected> expected = Expected.read("heldout.tsv");
    float[] logits = predict(heldOut(expected.size()));
    int right = 0;
    for (int i = 0; i < expected.size(); i++) {
      assertClose(expected.get(i), logits, i * CLASSES);
      right += largest(logits, i * CLASSES) == Integer.parseInt(expected.get(i).name()) ? 1 : 0;
    }
    assertTrue(right >= 0.97 * expected.size(), right + " of " + expected.size() + " read right");
  }

  @Test
  void answersOnTheCommandLine() throws IOException, InterruptedException, JsonParserException {
    List<Expected> expected = Expected.read("pictures.tsv");
    List<String> command = new ArrayList<>(List.of(java(), "-jar", jar.toString()));
    command.addAll(List.of("--format", "json"));
    expected.forEach(picture -> command.add(Path.of("digits", picture.name() + ".png").toString()));
    JsonArray data =
        JsonParser.object()
            .from(output(command))
            .getObject("outputs")
            .getObject("output")
            .getArray("data");
    float[] logits = new float[expected.size() * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) data.getDouble(i);
    }
    for (int i = 0; i < expected.size(); i++) {
      assertClose(expected.get(i), logits, i * CLASSES);
    }
  }

  private static void assertClose(Expected expected, float[] logits, int start) {
    for (int c = 0; c < CLASSES; c++) {
      assertEquals(expected.logits()[c], logits[start + c], TOLERANCE, expected.name());
    }
  }

  /** Runs the model through the jar's own classes alone, as a program with the jar would. */
  private static float[] predict(float[] images) throws Exception {
    URL[] path = {jar.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader("digits", path, ClassLoader.getPlatformClassLoader())) {
      Object model = loader.loadClass("bb.models.digits.Digits").getMethod("load").invoke(null);
      return (float[]) model.getClass().getMethod("predict", float[].class).invoke(model, images);
    }
  }

  /** The held-out images, cut from their sheet and preprocessed as digits.bb says. */
  private static float[] heldOut(int count) throws IOException {
    Raster sheet = ImageIO.read(Examples.digits("heldout.png").toFile()).getRaster();
    int columns = sheet.getWidth() / SIZE;
    float[] images = new float[count * SIZE * SIZE];
    for (int i = 0; i < images.length; i++) {
      int image = i / (SIZE * SIZE);
      int x = image % columns * SIZE + i % SIZE;
      int y = image / columns * SIZE + i / SIZE % SIZE;
      images[i] = (sheet.getSample(x, y, 0) / 255f - 0.5f) / 0.25f;
    }
    return images;
  }

  private static int largest(float[] logits, int start) {
    int largest = 0;
    for (int c = 1; c < CLASSES; c++) {
      largest = logits[start + c] > logits[start + largest] ? c : largest;
    }
    return largest;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    File errors = Files.createFile(folder.resolve("errors.txt")).toFile();
    Process process = new ProcessBuilder(command).redirectError(errors).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> output + Examples.lines(errors.toPath()));
    return output;
  }
}
