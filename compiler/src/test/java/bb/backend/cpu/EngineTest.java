package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.backend.jar.CompiledModel;
import bb.diagnostics.Problems;
import bb.graph.Lowering;
import bb.interpreter.Oracle;
import bb.passes.Passes;
import bb.program.Program;
import bb.program.ProgramVerifier;
import bb.random.Seeds;
import bb.runtime.Model;
import bb.runtime.Tensor;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiled models against the interpreter, which computes in double precision, and against
 * themselves: with other threads, without vectors and in other batches they give the same bits.
 */
class EngineTest {
  /** Work enough for two threads. */
  private static final String LARGE =
      "network Large {\n  input x: [16, 64, 64]\n  conv(32, 3) -> relu -> conv(32, 3)\n}\n";

  @Test
  void models_compute_what_the_interpreter_computes() {
    Seeds.check(8, EngineTest::complaint);
  }

  private static String complaint(long seed) {
    return complaint(RandomProgram.of(seed, 30));
  }

  private static String complaint(Program program) {
    assertEquals(List.of(), ProgramVerifier.verify(program));
    CompiledModel compiled = TestModel.compile(program);
    Map<String, Tensor> three = TestModel.inputs(program, 3);
    Oracle oracle = TestModel.oracle(program, three);
    Model model = TestModel.load(compiled);
    Map<String, Tensor> found = model.predict(three, 1);
    Model scalar = TestModel.scalar(compiled);
    return Stream.of(
            oracle.complaint(found),
            SameBits.complaint("with two threads", found, model.predict(three, 2)),
            SameBits.complaint("without vectors", found, scalar.predict(three, 1)),
            SameBits.complaint("without vectors, two threads", found, scalar.predict(three, 2)),
            SameBits.complaint("one by one", found, SameBits.oneByOne(model, three)),
            Widths.all().stream()
                .flatMap(bits -> {
                  Model other = TestModel.load(compiled, bits);
                  String how = "with vectors of " + bits + " bits";
                  return SameBits.complaint(how, found, other.predict(three, 2)).stream();
                })
                .findFirst())
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  /** A length that this machine has not is a test that was skipped. */
  @ParameterizedTest(name = "vectors of {0} bits")
  @ValueSource(ints = {128, 256, 512})
  void vectors_of_every_length_are_tested(int bits) {
    assumeTrue(Widths.all().contains(bits), "this machine has none");
    Model model = TestModel.load(TestModel.compile(RandomProgram.of(7, 20)), bits);
    assertEquals(bits, model.engine().vectorBits());
  }

  /** Groups of less channels than a vector has lanes, of as many, and of more. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "conv(32, 3, groups: 8) -> relu",
        "conv(32, 3, groups: 4, stride: 2)",
        "conv(32, 3, groups: 8, dilation: 3, padding: 1) -> silu",
        "conv(32, [5, 1], groups: 4, stride: [3, 2]) -> relu6",
        "add { | identity | conv(32, 3, padding: 1, groups: 4) -> bn } -> relu",
        "conv(32, 3, groups: 2) -> relu",
        "conv(32, 3, groups: 16) -> relu",
        "conv(64, 3, groups: 8) -> relu"
      })
  void groups_of_any_size(String layer) {
    String source = "network Groups {\n  input x: [32, 9, 11]\n  " + layer + "\n}\n";
    Program program = Lowering.lower(TestModel.parse(source, "Groups", new Problems()));
    assertEquals("", complaint(Passes.run(program)));
  }

  /** Tables of indices, anchors, and numbers of any bits, which lie in the classes as text. */
  @Test
  void constants() {
    String source =
        """
        network Constants {
          input x: [49, 49]
          const index: int32 [49, 49] = (i, j) ->
              (i // 7 - j // 7 + 6) * 13 + i % 7 - j % 7 + 6
          const mask: bool [49, 49] = (i, j) -> j <= i
          const waves: [49, 49] = (i, j) -> sin(i * j)
          const small: [3] = [-0.0, 1e-45, -3.4e38]
          const anchors: [8400, 2] = (i, axis) -> 0.5 + (if axis == 0 then i % 80 else i // 80)
          add(x, waves)
          output it, index, mask, small, anchors
        }
        """;
    Program program = Lowering.lower(TestModel.parse(source, "Constants", new Problems()));
    assertEquals("", complaint(Passes.run(program)));
    int characters = TestModel.generate(program).stream().mapToInt(f -> f.text().length()).sum();
    assertTrue(characters < 100_000, characters + " characters");
    Map<String, Tensor> found =
        TestModel.load(TestModel.compile(program)).predict(TestModel.inputs(program, 1));
    assertArrayEquals(new float[] {-0f, Float.MIN_VALUE, -3.4e38f}, found.get("small").data());
  }

  /** One averages a channel that was normalised: what is left is rounding. */
  @Test
  void ill_conditioned_ones_too() {
    assertEquals("", complaint(-3));
  }

  @Test
  void callers_do_not_disturb_each_other() throws InterruptedException, ExecutionException {
    Program program = RandomProgram.of(7, 40);
    Model model = TestModel.load(TestModel.compile(program));
    List<Map<String, Tensor>> inputs =
        IntStream.range(1, 5).mapToObj(batch -> TestModel.inputs(program, batch)).toList();
    List<Oracle> expected = inputs.stream().map(input -> TestModel.oracle(program, input)).toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<?>> calls =
          IntStream.range(0, 40)
              .<Future<?>>mapToObj(call ->
                  callers.submit(() -> {
                    int i = call % 4;
                    check(expected.get(i), model.predict(inputs.get(i)), "caller " + i);
                  }))
              .toList();
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  @Test
  void models_side_by_side_answer_as_each_alone() throws InterruptedException, ExecutionException {
    List<Program> programs = List.of(RandomProgram.of(7, 40), RandomProgram.of(11, 40));
    List<Model> models =
        programs.stream().map(program -> TestModel.load(TestModel.compile(program))).toList();
    List<Map<String, Tensor>> inputs =
        programs.stream().map(program -> TestModel.inputs(program, 2)).toList();
    List<Map<String, Tensor>> alone =
        IntStream.range(0, 2).mapToObj(i -> models.get(i).predict(inputs.get(i), 2)).toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<Optional<String>>> calls =
          IntStream.range(0, 80)
              .mapToObj(call -> call % 2)
              .map(i ->
                  callers.submit(() ->
                      SameBits.complaint(
                          "model " + i, alone.get(i), models.get(i).predict(inputs.get(i), 2))))
              .toList();
      for (Future<Optional<String>> call : calls) {
        assertEquals(Optional.empty(), call.get());
      }
    }
  }

  @Test
  void a_model_that_nobody_has_is_collected_at_once() {
    Set<Thread> before = workers();
    Reference<Model> model = used(Lowering.lower(TestModel.parse(LARGE, "Large", new Problems())));
    Set<Thread> own = workers();
    own.removeAll(before);
    assertFalse(own.isEmpty(), "no thread helped");
    for (Thread worker : own) {
      while (worker.isAlive() && worker.getState() != Thread.State.TIMED_WAITING) {
        Thread.yield();
      }
    }
    System.gc();
    assertNull(model.get(), "its threads, which live on for a while, still hold it");
  }

  private static Set<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("bb-worker"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Reference<Model> used(Program program) {
    Model model = TestModel.load(TestModel.compile(program));
    model.predict(TestModel.inputs(program, 2), 2);
    return new WeakReference<>(model);
  }

  private static void check(Oracle oracle, Map<String, Tensor> found, String which) {
    assertEquals(Optional.empty(), oracle.complaint(found), which);
  }
}
