package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.Form;
import bb.backend.jar.CompiledModel;
import bb.diagnostics.Problems;
import bb.interpreter.Interpreter;
import bb.interpreter.Oracle;
import bb.program.Program;
import bb.runtime.Model;
import bb.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every way to compute a convolution, with vectors of every length and without, against sums in
 * double precision: how far all numbers of an output together are off. {@link EngineTest} bounds
 * each number by what its program makes of rounding.
 */
final class AccuracyTest {
  private static final int BATCH = 3;

  /** Cases at random, besides those of {@link OddConvolutions#FIXED}. */
  private static final int RANDOM = 30;

  /** The most that an output may be off, relative to its L2 norm. */
  private static final double DIRECT = 1e-5;

  private static final double WINOGRAD = 1e-4;

  private static Program program;
  private static List<Form> forms;
  private static Map<String, Tensor> inputs;
  private static Map<String, double[]> exact;
  private static CompiledModel compiled;

  @BeforeAll
  static void compile() {
    program = OddConvolutions.program(Long.getLong("bb.seed", 1), RANDOM);
    CpuPlan plan = CpuBackend.plan(program, new Problems()).orElseThrow();
    forms = plan.layers().stream().flatMap(l -> l.form().stream()).map(f -> f.form()).toList();
    assertEquals(program.steps().size(), forms.size());
    inputs = TestModel.inputs(program, BATCH);
    Map<String, double[]> numbers = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> numbers.put(name, Oracle.doubles(tensor.data())));
    exact = Interpreter.run(program, numbers, name -> TestModel.tensor(program, name));
    compiled = TestModel.compile(program);
  }

  /** A new form needs a case here that it fits. */
  @Test
  void every_form_is_among_them() {
    Set<Class<?>> missing = new HashSet<>(List.of(Form.class.getPermittedSubclasses()));
    forms.forEach(form -> missing.remove(form.getClass()));
    assertEquals(Set.of(), missing);
  }

  @Test
  void without_vectors() {
    assertNear(TestModel.scalar(compiled));
  }

  /** A length that this machine has not is a test that was skipped. */
  @TestFactory
  Stream<DynamicTest> with_vectors() {
    return Stream.of(128, 256, 512)
        .map(bits ->
            DynamicTest.dynamicTest(
                "of " + bits + " bits",
                () -> {
                  assumeTrue(Widths.all().contains(bits), "this machine has none");
                  assertNear(TestModel.load(compiled, bits));
                }));
  }

  private static void assertNear(Model model) {
    Map<String, Tensor> found = model.predict(inputs, 2);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      Program.Output output = program.outputs().get(i);
      double off = distance(exact.get(output.name()), found.get(output.name()).data());
      String form = forms.get(i).name();
      if (!(off <= (form.startsWith("winograd") ? WINOGRAD : DIRECT))) {
        wrong.add("%s: %.2g off: %s".formatted(form, off, program.steps().get(i)));
      }
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  /** Relative to the norm of what is exact. */
  private static double distance(double[] exact, float[] found) {
    assertEquals(exact.length, found.length);
    double difference = 0;
    for (int i = 0; i < exact.length; i++) {
      difference += (found[i] - exact[i]) * (found[i] - exact[i]);
    }
    return Math.sqrt(difference / Arrays.stream(exact).map(x -> x * x).sum());
  }
}
