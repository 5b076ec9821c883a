package bb.backend.cpu;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.JavaPackage;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.ArrayModel;
import bb.runtime.Image;
import bb.runtime.ImageClassifier;
import bb.runtime.Listener;
import bb.runtime.Model;
import bb.runtime.Options;
import bb.runtime.Prediction;
import bb.runtime.PredictionStopped;
import bb.runtime.Tensor;
import bb.runtime.TokenModel;
import bb.runtime.UserError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a program may give a model that is none of its inputs: each is the exception that {@code
 * docs/java.md} lists, and the next call is answered as ever.
 */
class BadInputTest {
  private static final String PICTURES =
      """
      network Pets {
        input image: [3, 9, 8] preprocess(mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25])
        conv(16, 3)
        global_avg_pool
        flatten
        linear(3)
        output it labels: ["cat", "dog", "bird"]
      }
      """;

  private static final String WORDS =
      """
      network Mood {
        input ids: int32 [4]
        embedding(10, 6)
        flatten
        linear(2)
      }
      """;

  private static final int PIXELS = 3 * 9 * 8;

  @TempDir private static Path folder;

  private static ImageClassifier<float[]> pets;
  private static TokenModel<float[]> mood;
  private static byte[] picture;

  /** A mistake, and what it is answered with: a class, and a code where it has one. */
  private record Mistake(String what, String expected, Executable call) {
    @Override
    public String toString() {
      return what;
    }
  }

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void load() throws IOException {
    pets = (ImageClassifier<float[]>) model(PICTURES);
    mood = (TokenModel<float[]>) model(WORDS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", bytes);
    picture = bytes.toByteArray();
  }

  private static Model model(String text) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, text.strip().split("[ ({]")[1], problems);
    return Compiler.plan(Compiler.program(graph), problems)
        .map(plan -> Compiler.generate(graph, plan, JavaPackage.of(graph), false))
        .flatMap(files -> JavaBuild.compile(files, problems))
        .map(TestModel::load)
        .orElseThrow();
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(nothing(), sizes(), words(), pictures(), ends(), callers())
        .flatMap(List::stream);
  }

  /** Of each parameter alone: {@code NullsTest}. */
  private static List<Mistake> nothing() {
    String expected = "NullPointerException";
    return List.of(
        new Mistake("null numbers", expected, () -> pets.predict((float[]) null)),
        new Mistake("null image", expected, () -> pets.classify((Image) null)),
        new Mistake(
            "null in a list",
            expected,
            () -> pets.predictAll(Collections.singletonList((Image) null))),
        new Mistake("null ids", expected, () -> mood.predict((int[]) null)));
  }

  private static List<Mistake> sizes() {
    Map<String, Tensor> image = Map.of("image", tensor(1, 3, 9, 8));
    Map<String, Tensor> unknown = Map.of("picture", tensor(1, 3, 9, 8));
    Map<String, Tensor> missing = new HashMap<>();
    missing.put("image", null);
    Options options = Options.DEFAULT;
    return List.of(
        new Mistake("no numbers", "BB0623", () -> pets.predict(new float[0])),
        new Mistake("one number less", "BB0623", () -> pets.predict(new float[PIXELS - 1])),
        new Mistake("one number more", "BB0623", () -> pets.predict(new float[PIXELS + 1])),
        new Mistake("short output", "BB0623", () -> pets.predictInto(numbers(1), new float[2])),
        new Mistake("long output", "BB0623", () -> pets.predictInto(numbers(1), new float[4])),
        new Mistake(
            "output of a batch", "BB0623", () -> pets.predictInto(numbers(2), new float[3])),
        new Mistake("no batch", "BB0623", () -> pets.predict(Map.of("image", tensor(3, 9, 8)))),
        new Mistake("turned", "BB0623", () -> pets.predict(Map.of("image", tensor(1, 3, 8, 9)))),
        new Mistake("none", "BB0623", () -> pets.predict(Map.of("image", tensor(0, 3, 9, 8)))),
        new Mistake("no shape", "BB0623", () -> pets.predict(Map.of("image", tensor()))),
        new Mistake("another name", "BB0624", () -> pets.predict(unknown)),
        new Mistake("no inputs", "BB0624", () -> pets.predict(Map.of())),
        new Mistake("an input that is null", "BB0624", () -> pets.predict(missing)),
        new Mistake("no outputs", "BB0624", () -> pets.predictInto(image, Map.of(), options)),
        new Mistake("no pictures", "BB0625", () -> pets.predictAll(List.of())),
        new Mistake(
            "a tensor of too few numbers",
            "IllegalArgumentException",
            () -> new Tensor(new int[] {2, 2}, new float[3])),
        new Mistake(
            "a negative shape",
            "IllegalArgumentException",
            () -> new Tensor(new int[] {-1, -1}, new float[1])),
        new Mistake(
            "a shape beyond counting",
            "IllegalArgumentException",
            () -> new Tensor(new int[] {1 << 30, 1 << 30, 1 << 30}, new float[0])),
        new Mistake("threads", "IllegalArgumentException", () -> pets.predict(Map.of(), -1)),
        new Mistake(
            "top 0", "IllegalArgumentException", () -> pets.classify(Image.of(picture), 0)));
  }

  private static List<Mistake> words() {
    return List.of(
        new Mistake("id below", "BB0626", () -> mood.predict(new int[] {0, 1, -1, 2})),
        new Mistake("id beyond", "BB0626", () -> mood.predict(new int[] {0, 1, 10, 2})),
        new Mistake("id of a half", "BB0626", () -> mood.predict(new float[] {0, 1, 0.5f, 2})),
        new Mistake(
            "NaN for an id", "BB0626", () -> mood.predict(new float[] {0, Float.NaN, 1, 2})),
        new Mistake(
            "infinite id",
            "BB0626",
            () -> mood.predict(new float[] {Float.POSITIVE_INFINITY, 1, 1, 2})),
        new Mistake("few ids", "BB0623", () -> mood.predict(new int[3])));
  }

  private static List<Mistake> pictures() {
    byte[] text = "no picture".getBytes(US_ASCII);
    byte[] cut = Arrays.copyOf(picture, picture.length / 2);
    byte[] damaged = picture.clone();
    Arrays.fill(damaged, 45, 55, (byte) 0x5a);
    return List.of(
        new Mistake("no bytes", "BB0615", () -> pets.classify(new byte[0])),
        new Mistake("text", "BB0615", () -> pets.classify(text)),
        new Mistake("a GIF", "BB0615", () -> pets.classify(written("gif"))),
        new Mistake("half a PNG", "BB0616", () -> pets.classify(cut)),
        new Mistake(
            "a header's first bytes", "BB0616", () -> pets.classify(Arrays.copyOf(cut, 20))),
        new Mistake("damaged", "BB0616", () -> pets.classify(damaged)),
        new Mistake("a JPEG cut", "BB0616", () -> pets.classify(jpeg(0.6))),
        new Mistake("a huge header", "BB0617", () -> pets.classify(sized(100_000, 100_000))),
        new Mistake("a WebP without a reader", "BB0617", () -> pets.classify(webp())),
        new Mistake("a closed stream", "BB0602", () -> pets.classify(closed())),
        new Mistake("no file", "BB0601", () -> pets.classify(folder.resolve("none.png"))),
        new Mistake("a folder", "BB0602", () -> pets.classify(folder)),
        new Mistake(
            "a picture for words",
            "BB0618",
            () -> Image.of(picture).numbers(mood.info().inputs().getFirst())));
  }

  private static List<Mistake> ends() {
    Options options = Options.DEFAULT;
    return List.of(
        new Mistake(
            "deadline of 0",
            "DEADLINE",
            () -> pets.predict(numbers(1), options.deadline(Duration.ZERO))),
        new Mistake(
            "deadline of 0 for a picture",
            "DEADLINE",
            () -> pets.classify(Image.of(picture), 1, options.deadline(Duration.ZERO))),
        new Mistake(
            "cancelled",
            "CANCELLED",
            () -> pets.predict(numbers(1), options.cancelledBy(() -> true))),
        new Mistake(
            "interrupted",
            "INTERRUPTED",
            () -> {
              Thread.currentThread().interrupt();
              pets.predict(numbers(1));
            }),
        new Mistake(
            "interrupted before it is warm",
            "INTERRUPTED",
            () -> {
              Thread.currentThread().interrupt();
              pets.warmUp();
            }),
        new Mistake(
            "the best of scores that are NaN",
            "ArithmeticException",
            () -> {
              float[] pixels = numbers(1);
              pixels[7] = Float.NaN;
              best(pets.predict(pixels));
            }));
  }

  /** What the caller's own code throws comes back to it. */
  private static List<Mistake> callers() {
    Options options = Options.DEFAULT;
    Listener fails =
        new Listener() {
          @Override
          public void layer(String layers, long nanos) {
            throw new UnsupportedOperationException();
          }
        };
    return List.of(
        new Mistake(
            "a listener that throws",
            "UnsupportedOperationException",
            () -> pets.predict(numbers(1), options.listener(fails))),
        new Mistake(
            "a question that throws",
            "UnsupportedOperationException",
            () ->
                pets.predict(
                    numbers(1),
                    options.cancelledBy(() -> {
                      throw new UnsupportedOperationException();
                    }))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void is_said_and_the_next_answer_is_right(Mistake mistake) throws IOException {
    float[] pixels = numbers(1);
    float[] expected = pets.predict(pixels);
    float[] words = mood.predict(new int[] {1, 2, 3, 4});
    Throwable thrown = assertThrows(Throwable.class, mistake.call());
    boolean interrupted = Thread.interrupted();
    assertEquals(mistake.expected(), name(thrown), thrown::toString);
    assertEquals(mistake.expected().equals("INTERRUPTED"), interrupted, "whose to clear it is");
    String documented = Files.readString(Path.of("../docs/java.md"));
    String exception = thrown.getClass().getSimpleName();
    boolean callersOwn = exception.equals("UnsupportedOperationException");
    assertTrue(callersOwn || documented.contains("| `" + exception + "` |"), exception);
    if (thrown instanceof UserError error) {
      assertTrue(
          documented.contains("[" + error.code() + "]"), () -> error.code() + " is in no list");
    }
    assertArrayEquals(expected, pets.predict(pixels));
    assertArrayEquals(words, mood.predict(new int[] {1, 2, 3, 4}));
  }

  @Test
  @SuppressWarnings("unchecked")
  void null_in_a_list_is_said_by_the_lists_name() {
    assertMissing("pictures", () -> pets.predictAll(Arrays.asList(Image.of(picture), null)));
    assertMissing("pictures", () -> pets.classifyAll(Arrays.asList((Image) null), 1));
    assertMissing("lists", () -> mood.predictAll(Arrays.asList(new int[4], null)));
    ArrayModel<float[]> numbers =
        (ArrayModel<float[]>) model("network Numbers { input x: [2]; linear(2) }");
    assertMissing("examples", () -> numbers.predictAll(Arrays.asList(new float[2], null)));
  }

  private static void assertMissing(String parameter, Executable call) {
    assertEquals(parameter, assertThrows(NullPointerException.class, call).getMessage());
  }

  private static String name(Throwable thrown) {
    return switch (thrown) {
      case UserError error -> error.code().toString();
      case PredictionStopped stopped -> stopped.reason().toString();
      default -> thrown.getClass().getSimpleName();
    };
  }

  private static void best(float[] scores) {
    Prediction.top(scores, pets.info().outputs().getFirst().labels(), 1);
  }

  private static float[] numbers(int batch) {
    float[] numbers = new float[batch * PIXELS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 17 / 17f;
    }
    return numbers;
  }

  private static Tensor tensor(int... shape) {
    return new Tensor(shape, new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)]);
  }

  private static byte[] written(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), format, bytes);
    return bytes.toByteArray();
  }

  private static byte[] jpeg(double part) throws IOException {
    byte[] all = written("jpg");
    return Arrays.copyOf(all, (int) (part * all.length));
  }

  private static InputStream closed() throws IOException {
    InputStream stream = Files.newInputStream(Files.write(folder.resolve("p.png"), picture));
    stream.close();
    return stream;
  }

  /** The picture with another size in its header, whose checksum is right. */
  private static byte[] sized(int width, int height) {
    byte[] bytes = picture.clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 12, 17);
    buffer.putInt(29, (int) checksum.getValue());
    return bytes;
  }

  private static byte[] webp() {
    byte[] bytes = new byte[40];
    System.arraycopy("RIFF".getBytes(US_ASCII), 0, bytes, 0, 4);
    System.arraycopy("WEBPVP8 ".getBytes(US_ASCII), 0, bytes, 8, 8);
    return bytes;
  }
}
