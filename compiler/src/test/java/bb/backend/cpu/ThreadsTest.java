package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.JavaPackage;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.EngineInfo;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.cpu.Lanes;
import bb.runtime.io.Synthetic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The number of threads follows the work. */
final class ThreadsTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** Twelve multiply-adds. */
  private static final String TINY =
      """
      network Tiny {
        input x: [4]
        linear(3)
      }
      """;

  /** Forty million. */
  private static final String LARGE =
      """
      network Large {
        input image: [64, 33, 33]
        conv(64, 3, padding: 1)
      }
      """;

  @Test
  void a_small_network_wakes_nobody() {
    Set<Thread> before = threads();
    Model model = model(TINY);
    model.predict(new float[4]);
    model.predict(inputs(model, 100));
    model.predict(inputs(model, 100), 8);
    assertEquals(List.of(), startedSince(before));
    assertEquals(1, model.engine().threads());
  }

  @Test
  void a_large_network_has_all_processors() {
    Set<Thread> before = threads();
    Model model = model(LARGE);
    assertEquals(PROCESSORS, model.engine().threads());
    model.predict(inputs(model, 1), 1);
    assertEquals(List.of(), startedSince(before), "one thread is what was asked for");
    model.predict(inputs(model, 1));
    assertEquals(PROCESSORS - 1, startedSince(before).size());
  }

  @Test
  void so_has_a_large_batch_of_a_small_one() {
    Set<Thread> before = threads();
    Model model = model(TINY);
    model.predict(inputs(model, 1_000_000));
    assertEquals(PROCESSORS - 1, startedSince(before).size());
  }

  @Test
  void any_number_of_callers_get_the_same_bits() throws InterruptedException, ExecutionException {
    Model model = model(LARGE);
    Map<String, Tensor> inputs = inputs(model, 1);
    Map<String, Tensor> expected = model.predict(inputs, 1);
    try (ExecutorService callers = Executors.newFixedThreadPool(5)) {
      List<Callable<Optional<String>>> calls =
          IntStream.range(0, 30)
              .<Callable<Optional<String>>>mapToObj(i ->
                  () -> SameBits.complaint("call " + i, expected, model.predict(inputs, i % 4)))
              .toList();
      for (Future<Optional<String>> call : callers.invokeAll(calls)) {
        assertEquals(Optional.empty(), call.get());
      }
    }
  }

  @Test
  void a_model_says_what_runs_it() {
    EngineInfo vectors = model(TINY).engine();
    assertEquals(EngineInfo.Kind.VECTOR, vectors.kind());
    assertTrue(Set.of(128, 256, 512).contains(vectors.vectorBits()));
    assertEquals(
        "CPU, Vector API of " + vectors.vectorBits() + " bits, 1 thread", vectors.toString());
    System.setProperty(Lanes.SCALAR, "true");
    try {
      assertEquals(new EngineInfo(EngineInfo.Kind.SCALAR, "", 0, 1), model(TINY).engine());
      assertEquals("CPU, scalar, 1 thread", model(TINY).engine().toString());
    } finally {
      System.clearProperty(Lanes.SCALAR);
    }
  }

  private static Map<String, Tensor> inputs(Model model, int batch) {
    return Synthetic.inputs(model.info(), batch);
  }

  private static Model model(String text) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, text.strip().split("\\s+")[1], problems);
    var plan = Compiler.plan(Compiler.program(graph), problems).orElseThrow();
    return JavaBuild.compile(Compiler.generate(graph, plan, JavaPackage.of(graph), false), problems)
        .orElseThrow()
        .load()
        .withWeights(Synthetic.weights());
  }

  /** The names of threads that were not there before. */
  private static List<String> startedSince(Set<Thread> before) {
    Set<String> names = new TreeSet<>();
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        names.add(thread.getName() + " " + thread.threadId());
      }
    }
    return List.copyOf(names);
  }

  /** Workers of engines, and of the pool that packs large weights. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("bb-worker-.*|ForkJoinPool.*"))
        .collect(Collectors.toSet());
  }
}
