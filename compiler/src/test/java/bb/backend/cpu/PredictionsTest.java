package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.JavaPackage;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.ArrayModel;
import bb.runtime.ErrorCode;
import bb.runtime.Image;
import bb.runtime.ImageClassifier;
import bb.runtime.Listener;
import bb.runtime.Model;
import bb.runtime.Options;
import bb.runtime.Prediction;
import bb.runtime.PredictionStopped;
import bb.runtime.PredictionStopped.Reason;
import bb.runtime.Tensor;
import bb.runtime.TokenClassifier;
import bb.runtime.UserError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a program calls: typed questions and answers, options, and what goes wrong. */
class PredictionsTest {
  private static final String PICTURES =
      """
      network Pets {
        input image: [3, 9, 8] preprocess(mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25])
        conv1: conv(16, 3, padding: 1)
        relu
        conv2: conv(16, 3, padding: 1)
        global_avg_pool
        flatten
        fc: linear(3)
        output it labels: ["cat", "dog", "a \\"bird\\""]
      }
      """;

  private static ImageClassifier<float[]> pets;
  private static BufferedImage picture;
  private static byte[] file;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void load() throws IOException {
    pets = (ImageClassifier<float[]>) assertInstanceOf(ImageClassifier.class, model(PICTURES));
    picture = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 600; i++) {
      picture.setRGB(i % 30, i / 30, i * 2654435 & 0xFFFFFF);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    file = bytes.toByteArray();
  }

  private static Model model(String text) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, text.strip().split("[ ({]")[1], problems);
    CpuPlan plan = Compiler.plan(Compiler.program(graph), problems).orElseThrow();
    return TestModel.load(
        JavaBuild.compile(Compiler.generate(graph, plan, JavaPackage.of(graph), false), problems)
            .orElseThrow());
  }

  @Test
  void a_picture_is_classified_however_it_comes(@TempDir Path folder) throws IOException {
    float[] numbers = Image.of(picture).numbers(pets.info().inputs().getFirst());
    float[] scores = pets.predict(numbers);
    Path path = Files.write(folder.resolve("pet.png"), file);
    assertArrayEquals(scores, pets.predict(Image.of(picture)));
    assertArrayEquals(scores, pets.predict(picture));
    assertArrayEquals(scores, pets.predict(path));
    assertArrayEquals(scores, pets.predict(file));
    assertArrayEquals(scores, pets.predict(new ByteArrayInputStream(file)));
    int best = 0;
    for (int i = 0; i < 3; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    String label = List.of("cat", "dog", "a \"bird\"").get(best);
    Prediction prediction = pets.classify(path);
    assertEquals(label, prediction.label());
    assertEquals(best, prediction.index());
    assertEquals(prediction, pets.classify(file));
    assertEquals(prediction, pets.classify(picture));
    assertEquals(prediction, pets.classify(new ByteArrayInputStream(file)));
    List<Prediction> all = pets.classify(Image.of(file), 9);
    assertEquals(3, all.size());
    assertEquals(prediction, all.getFirst());
    assertEquals(1, all.stream().mapToDouble(Prediction::probability).sum(), 1e-9);
    assertTrue(all.get(1).probability() >= all.get(2).probability());
    assertThrows(IllegalArgumentException.class, () -> pets.classify(Image.of(file), 0));
  }

  @Test
  void a_list_is_a_batch() {
    BufferedImage black = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    List<Image> two = List.of(Image.of(black), Image.of(picture));
    List<float[]> answers = pets.predictAll(two);
    assertArrayEquals(pets.predict(black), answers.get(0));
    assertArrayEquals(pets.predict(picture), answers.get(1));
    List<List<Prediction>> classes = pets.classifyAll(two, 2);
    assertEquals(pets.classify(Image.of(black), 2), classes.get(0));
    assertEquals(pets.classify(Image.of(picture), 2), classes.get(1));
    assertEquals(ErrorCode.BB0625, code(() -> pets.predictAll(List.of())));
  }

  @Test
  void scores_that_are_none_have_no_class() {
    float[] pixels = new float[216];
    Arrays.fill(pixels, Float.NaN);
    float[] scores = pets.predict(pixels);
    assertTrue(Float.isNaN(scores[0]));
    List<String> labels = pets.info().outputs().getFirst().labels();
    assertThrows(ArithmeticException.class, () -> Prediction.top(scores, labels, 1));
    answersAsEver();
  }

  @Test
  void answers_of_softmax_are_probabilities_already() {
    float[] half = {0.25f, 0.5f, 0.25f};
    Prediction best = Prediction.top(half, List.of("a", "b", "c"), 1).getFirst();
    assertEquals(new Prediction("b", 1, 0.5), best);
    assertEquals(
        "[a, c]",
        Prediction.top(new float[] {7, 1, 7}, List.of("a", "b", "c"), 2).stream()
            .map(Prediction::label)
            .toList()
            .toString());
  }

  @Test
  @SuppressWarnings("unchecked")
  void token_ids_are_classified() {
    TokenClassifier<float[]> model =
        (TokenClassifier<float[]>)
            assertInstanceOf(
                TokenClassifier.class,
                model(
                    """
                    network Mood {
                      let names = ["sad", "glad"]
                      input ids: int32 [4]
                      embedding(10, 6)
                      flatten
                      linear(2)
                      softmax
                      output it labels: names
                    }
                    """));
    int[] ids = {1, 2, 3, 9};
    float[] scores = model.predict(new float[] {1, 2, 3, 9});
    assertArrayEquals(scores, model.predict(ids));
    Prediction best = model.classify(ids);
    assertEquals(scores[best.index()], best.probability(), 1e-9);
    assertArrayEquals(scores, model.predictAll(List.of(new int[4], ids)).get(1));
    assertEquals(best, model.classifyAll(List.of(ids), 1).getFirst().getFirst());
    assertEquals(ErrorCode.BB0626, code(() -> model.predict(new int[] {1, 2, 3, 10})));
    assertEquals(ErrorCode.BB0623, code(() -> model.predict(new int[] {1, 2, 3})));
    float[] notANumber = {1, 2, 3, Float.NaN};
    assertEquals(ErrorCode.BB0626, code(() -> model.predict(notANumber)));
    assertThrows(NullPointerException.class, () -> model.predict((int[]) null));
    assertEquals(best, model.classify(ids));
  }

  /** Names that Java keeps for itself are the network's all the same. */
  @Test
  @SuppressWarnings("unchecked")
  void several_outputs_are_a_record() throws Exception {
    ArrayModel<Record> model =
        (ArrayModel<Record>)
            assertInstanceOf(
                ArrayModel.class,
                model(
                    """
                    network Answer {
                      input x: [4]
                      linear(3) as hashCode
                      linear(2) as class
                      output hashCode, class
                    }
                    """));
    float[] x = {1, 2, 3, 4};
    Map<String, Tensor> expected = model.predict(Map.of("x", new Tensor(new int[] {1, 4}, x)));
    Record answer = model.predictOne(x);
    RecordComponent[] parts = answer.getClass().getRecordComponents();
    assertEquals(2, parts.length);
    assertArrayEquals(
        expected.get("hashCode").data(), (float[]) parts[0].getAccessor().invoke(answer));
    assertArrayEquals(
        expected.get("class").data(), (float[]) parts[1].getAccessor().invoke(answer));
    assertEquals(ErrorCode.BB0624, code(() -> model.predict(x)));
  }

  @Test
  void several_inputs_are_arguments() throws Exception {
    Model model =
        model(
            """
            network Pair {
              input left: [2]
              input ids: int32 [3]
              left -> linear(2) as a
              ids -> embedding(5, 2) -> flatten -> linear(2) as b
              add(a, b)
            }
            """);
    float[] left = {1, 2};
    int[] ids = {0, 4, 1};
    Object answer =
        model.getClass().getMethod("predict", float[].class, int[].class).invoke(model, left, ids);
    Map<String, Tensor> inputs =
        Map.of(
            "left",
            new Tensor(new int[] {1, 2}, left),
            "ids",
            new Tensor(new int[] {1, 3}, new float[] {0, 4, 1}));
    assertArrayEquals(model.predict(inputs).get("output").data(), (float[]) answer);
    assertEquals(ErrorCode.BB0624, code(() -> model.predict(Map.of())));
    Map<String, Tensor> two = new TreeMap<>(inputs);
    two.put("left", new Tensor(new int[] {2, 2}, new float[4]));
    assertEquals(ErrorCode.BB0625, code(() -> model.predict(two)));
  }

  @Test
  void the_caller_owns_the_answer() {
    float[] pixels = new float[432];
    Arrays.fill(pixels, 216, 432, 0.5f);
    float[] expected = pets.predict(pixels);
    float[] output = new float[6];
    for (int i = 0; i < 2; i++) {
      Arrays.fill(output, -1);
      pets.predictInto(pixels, output);
      assertArrayEquals(expected, output);
    }
    assertEquals(ErrorCode.BB0623, code(() -> pets.predictInto(pixels, new float[5])));
    assertThrows(NullPointerException.class, () -> pets.predictInto(pixels, (float[]) null));
    answersAsEver();
  }

  @Test
  void what_is_wrong_is_said_and_the_next_answer_is_right() {
    assertThrows(NullPointerException.class, () -> pets.predict((float[]) null));
    assertThrows(NullPointerException.class, () -> pets.predict((Map<String, Tensor>) null));
    assertThrows(NullPointerException.class, () -> pets.predict(new float[216], null));
    assertThrows(NullPointerException.class, () -> pets.predict((Image) null));
    assertEquals(ErrorCode.BB0623, code(() -> pets.predict(new float[215])));
    assertEquals(ErrorCode.BB0623, code(() -> pets.predict(new float[0])));
    assertEquals(ErrorCode.BB0615, code(() -> pets.predict(new byte[] {1, 2, 3})));
    assertEquals(ErrorCode.BB0616, code(() -> pets.classify(Arrays.copyOf(file, 40))));
    assertThrows(IllegalArgumentException.class, () -> Options.DEFAULT.threads(-1));
    answersAsEver();
  }

  @Test
  void a_deadline_stops_it() {
    assertStops(Reason.DEADLINE, Options.DEFAULT.deadline(Duration.ZERO));
    assertStops(Reason.DEADLINE, Options.DEFAULT.deadline(Duration.ofSeconds(Long.MIN_VALUE)));
    Options patient = Options.DEFAULT.deadline(Duration.ofSeconds(Long.MAX_VALUE));
    assertEquals(3, pets.predict(new float[216], patient).length);
  }

  @Test
  void a_question_stops_it_between_any_layers() {
    for (int threads = 1; threads <= 2; threads++) {
      Options options = Options.DEFAULT.threads(threads);
      AtomicInteger asked = new AtomicInteger();
      pets.predict(new float[216], options.cancelledBy(() -> asked.incrementAndGet() < 0));
      for (int most = 1; most <= asked.get(); most++) {
        AtomicInteger left = new AtomicInteger(most);
        assertStops(Reason.CANCELLED, options.cancelledBy(() -> left.decrementAndGet() == 0));
      }
    }
  }

  @Test
  void an_interrupt_stops_it() {
    Thread.currentThread().interrupt();
    PredictionStopped stopped =
        assertThrows(PredictionStopped.class, () -> pets.predict(new float[216]));
    assertTrue(Thread.interrupted(), "the interrupt is the caller's to clear");
    assertEquals(Reason.INTERRUPTED, stopped.reason());
    assertEquals("`Pets` gave no answer: its thread was interrupted", stopped.getMessage());
    Listener impatient =
        new Listener() {
          @Override
          public void layer(String layers, long nanos) {
            Thread.currentThread().interrupt();
          }
        };
    Options options = Options.DEFAULT.threads(1).listener(impatient);
    assertThrows(PredictionStopped.class, () -> pets.predict(new float[216], options));
    assertTrue(Thread.interrupted());
    answersAsEver();
  }

  /** As nobody finds out that it is no picture. */
  @Test
  void what_has_stopped_decodes_no_picture() {
    List<Image> pictures = List.of(Image.of(new byte[1]));
    Options late = Options.DEFAULT.deadline(Duration.ZERO);
    assertStops(Reason.DEADLINE, () -> pets.predictAll(pictures, late));
    Options cancelled = Options.DEFAULT.cancelledBy(() -> true);
    assertStops(Reason.CANCELLED, () -> pets.classifyAll(pictures, 1, cancelled));
    Thread.currentThread().interrupt();
    PredictionStopped stopped =
        assertThrows(PredictionStopped.class, () -> pets.predictAll(pictures));
    assertTrue(Thread.interrupted());
    assertEquals(Reason.INTERRUPTED, stopped.reason());
  }

  @Test
  void a_question_stops_it_while_pictures_are_decoded() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", jpeg);
    List<Image> pictures = List.of(Image.of(file), Image.of(jpeg.toByteArray()));
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger decoding = new AtomicInteger();
    Listener listener =
        new Listener() {
          @Override
          public void phase(Phase phase, long nanos) {
            decoding.compareAndSet(0, asked.get());
          }
        };
    Options options = Options.DEFAULT;
    pets.predictAll(
        pictures, options.listener(listener).cancelledBy(() -> asked.incrementAndGet() < 0));
    assertTrue(decoding.get() > 2 * picture.getHeight(), decoding::toString);
    for (int most = 1; most <= decoding.get(); most++) {
      AtomicInteger left = new AtomicInteger(most);
      Options one = options.cancelledBy(() -> left.decrementAndGet() == 0);
      assertStops(Reason.CANCELLED, () -> pets.predictAll(pictures, one));
    }
  }

  @Test
  void a_deadline_is_the_pictures_too() {
    Options slow =
        Options.DEFAULT
            .deadline(Duration.ofMillis(20))
            .cancelledBy(() -> {
              LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
              return false;
            });
    assertStops(Reason.DEADLINE, () -> pets.predict(Image.of(picture), slow));
  }

  private static void assertStops(Reason reason, Options options) {
    assertStops(reason, () -> pets.predict(new float[216], options));
  }

  private static void assertStops(Reason reason, Executable prediction) {
    PredictionStopped stopped = assertThrows(PredictionStopped.class, prediction);
    assertEquals(reason, stopped.reason());
    answersAsEver();
  }

  private static void answersAsEver() {
    assertArrayEquals(
        pets.predict(new float[216]), pets.predict(new float[216], Options.DEFAULT.threads(1)));
    assertFalse(Float.isNaN(pets.predict(new float[216])[0]));
  }

  /** However many threads an executor has, and whether it takes work at all. */
  @Test
  void an_executor_helps() {
    float[] pixels = new float[216 * 3];
    float[] expected = pets.predict(pixels);
    try (ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      Options options = Options.DEFAULT;
      for (int i = 0; i < 50; i++) {
        assertArrayEquals(expected, pets.predict(pixels, options.executor(one)));
        assertArrayEquals(expected, pets.predict(pixels, options.executor(many)));
        assertArrayEquals(expected, pets.predict(pixels, options.executor(Runnable::run)));
        assertArrayEquals(expected, pets.predict(pixels, options.executor(_ -> {})));
        Options refused =
            options.executor(_ -> {
              throw new RejectedExecutionException();
            });
        assertArrayEquals(expected, pets.predict(pixels, refused));
      }
    }
  }

  @Test
  void a_listener_hears_of_each_layer() {
    List<String> layers = new ArrayList<>();
    List<Listener.Phase> phases = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void layer(String layer, long nanos) {
            assertTrue(nanos >= 0);
            layers.add(layer);
          }

          @Override
          public void phase(Phase phase, long nanos) {
            assertTrue(nanos >= 0);
            phases.add(phase);
          }
        };
    pets.predict(Image.of(picture), Options.DEFAULT.listener(listener));
    assertEquals(pets.layers(), layers);
    assertTrue(
        layers.stream().anyMatch(l -> l.startsWith("conv1, 1 (tiny.bb:3)")), layers::toString);
    assertTrue(layers.getLast().startsWith("output"), layers::toString);
    phases.remove(Listener.Phase.WARM);
    assertEquals(List.of(Listener.Phase.PREPARE, Listener.Phase.COMPUTE), phases);
  }

  @Test
  void a_flight_recording_shows_what_is_asked_for(@TempDir Path folder) throws Exception {
    assertEquals(List.of(), recorded(folder, List.of()));
    assertEquals(List.of("bb.Predict"), recorded(folder, List.of("bb.Predict")));
    List<String> both = recorded(folder, List.of("bb.Predict", "bb.Layer"));
    assertEquals(pets.layers().size() + 1, both.size());
    assertEquals(List.of("bb.Layer", "bb.Predict"), both.stream().sorted().distinct().toList());
  }

  private static List<String> recorded(Path folder, List<String> enabled) throws IOException {
    Path file = folder.resolve("flight" + enabled.size() + ".jfr");
    try (Recording recording = new Recording()) {
      enabled.forEach(recording::enable);
      recording.start();
      pets.predict(new float[216]);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    events.removeIf(event -> !event.getEventType().getName().startsWith("bb."));
    for (RecordedEvent event : events) {
      assertEquals("Pets", event.getString("network"));
    }
    return events.stream().map(event -> event.getEventType().getName()).toList();
  }

  @Test
  void it_can_be_warmed_up() {
    pets.warmUp();
    answersAsEver();
  }

  @Test
  void tensors_hold_what_their_shape_says() {
    assertThrows(IllegalArgumentException.class, () -> new Tensor(new int[] {2}, new float[3]));
    assertThrows(NullPointerException.class, () -> new Tensor(null, new float[3]));
    Tensor two = new Tensor(new int[] {2, 2}, new float[] {1, 2, 3, 4});
    assertArrayEquals(new float[] {3, 4}, two.example(1));
    assertThrows(IndexOutOfBoundsException.class, () -> two.example(2));
    Map<String, Tensor> empty = Map.of("image", new Tensor(new int[] {0, 3, 9, 8}, new float[0]));
    assertEquals(ErrorCode.BB0623, code(() -> pets.predict(empty)));
  }

  private static ErrorCode code(Runnable mistake) {
    return assertThrows(UserError.class, mistake::run).code();
  }
}
