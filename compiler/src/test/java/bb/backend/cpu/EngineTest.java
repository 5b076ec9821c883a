package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import bb.backend.jar.CompiledModel;
import bb.interpreter.Interpreter;
import bb.program.Program;
import bb.program.ProgramVerifier;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.cpu.Lanes;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Compiled models against the interpreter, which computes in double precision. */
class EngineTest {
  private static final double TOLERANCE = 1e-4;

  @Property(tries = 8)
  void models_compute_what_the_interpreter_computes(@ForAll long seed) {
    Program program = RandomProgram.of(seed, 30);
    assertEquals(List.of(), ProgramVerifier.verify(program));
    CompiledModel compiled = TestModel.compile(program);
    Map<String, Tensor> three = TestModel.inputs(program, 3);
    Map<String, double[]> expected = interpret(program, three);
    Model vector = TestModel.load(compiled);
    compare(expected, vector.predict(three, 1), "vector");
    compare(expected, vector.predict(three, 2), "vector, two threads");
    Map<String, Tensor> one = TestModel.inputs(program, 1);
    compare(interpret(program, one), vector.predict(one, 2), "vector, one example");
    System.setProperty(Lanes.SCALAR, "true");
    try {
      Model scalar = TestModel.load(compiled);
      compare(expected, scalar.predict(three, 1), "scalar");
      compare(expected, scalar.predict(three, 2), "scalar, two threads");
    } finally {
      System.clearProperty(Lanes.SCALAR);
    }
  }

  @Test
  void callers_do_not_disturb_each_other() throws InterruptedException, ExecutionException {
    Program program = RandomProgram.of(7, 40);
    Model model = TestModel.load(TestModel.compile(program));
    List<Map<String, Tensor>> inputs =
        IntStream.range(1, 5).mapToObj(batch -> TestModel.inputs(program, batch)).toList();
    List<Map<String, double[]>> expected =
        inputs.stream().map(input -> interpret(program, input)).toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<?>> calls =
          IntStream.range(0, 40)
              .<Future<?>>mapToObj(call ->
                  callers.submit(() -> {
                    int i = call % 4;
                    compare(expected.get(i), model.predict(inputs.get(i)), "caller " + i);
                  }))
              .toList();
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  @Test
  void a_model_that_nobody_has_is_collected_at_once() throws InterruptedException {
    Reference<Model> model = used(RandomProgram.of(7, 10));
    for (int i = 0; i < 20 && model.get() != null; i++) {
      System.gc();
      Thread.sleep(50);
    }
    assertNull(model.get(), "its threads, which live on for a while, still hold it");
  }

  private static Reference<Model> used(Program program) {
    Model model = TestModel.load(TestModel.compile(program));
    model.predict(TestModel.inputs(program, 2), 2);
    return new WeakReference<>(model);
  }

  private static Map<String, double[]> interpret(Program program, Map<String, Tensor> inputs) {
    Map<String, double[]> numbers = new HashMap<>();
    inputs.forEach((name, tensor) -> {
      float[] data = tensor.data();
      numbers.put(name, IntStream.range(0, data.length).mapToDouble(i -> data[i]).toArray());
    });
    return Interpreter.run(program, numbers, name -> TestModel.tensor(program, name));
  }

  private static void compare(
      Map<String, double[]> expected, Map<String, Tensor> actual, String which) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, numbers) -> {
      float[] found = actual.get(name).data();
      assertEquals(numbers.length, found.length);
      double scale = Math.max(1, Arrays.stream(numbers).map(Math::abs).max().orElse(1));
      for (int i = 0; i < numbers.length; i++) {
        if (!(Math.abs(numbers[i] - found[i]) <= TOLERANCE * scale)) {
          fail("%s: %s[%d] is %s, not %s".formatted(which, name, i, found[i], numbers[i]));
        }
      }
    });
  }
}
