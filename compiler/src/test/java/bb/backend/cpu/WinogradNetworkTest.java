package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.PackedWeight;
import bb.backend.cpu.plan.PlanOptions;
import bb.diagnostics.Problems;
import bb.interpreter.Oracle;
import bb.program.Program;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.cpu.Lanes;
import bb.runtime.cpu.WinogradSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A network of Winograd convolutions of both sizes, with every kind of epilogue. */
class WinogradNetworkTest {
  private static final Path FILE = Path.of("src/test/resources/generated/winograd.bb");

  private static Program program() throws IOException {
    return Compiler.program(TestModel.parse(Files.readString(FILE), "Winograd", new Problems()));
  }

  private static CpuPlan plan(PlanOptions options) throws IOException {
    return CpuBackend.plan(program(), options, new Problems()).orElseThrow();
  }

  @Test
  void computes_what_the_interpreter_computes() throws IOException {
    Program program = program();
    Map<String, Tensor> three = TestModel.inputs(program, 3);
    Model model = TestModel.load(TestModel.compile(program));
    Map<String, Tensor> found = model.predict(three, 1);
    Oracle oracle = TestModel.oracle(program, three);
    assertEquals(Optional.empty(), oracle.complaint(found));
    assertEquals(
        Optional.empty(), SameBits.complaint("two threads", found, model.predict(three, 2)));
    assertEquals(
        Optional.empty(), SameBits.complaint("one by one", found, SameBits.oneByOne(model, three)));
  }

  @Test
  void computes_the_same_without_vectors() throws IOException {
    Program program = program();
    Map<String, Tensor> three = TestModel.inputs(program, 3);
    Map<String, Tensor> found = TestModel.load(TestModel.compile(program)).predict(three, 1);
    System.setProperty(Lanes.SCALAR, "true");
    try {
      Model scalar = TestModel.load(TestModel.compile(program));
      assertEquals(Optional.empty(), SameBits.complaint("scalar", found, scalar.predict(three, 2)));
    } finally {
      System.clearProperty(Lanes.SCALAR);
    }
  }

  @Test
  void the_switch_turns_it_off() throws IOException {
    Set<WinogradSize> both = EnumSet.allOf(WinogradSize.class);
    assertEquals(both, sizes(plan(PlanOptions.DEFAULT)));
    CpuPlan direct = plan(new PlanOptions(false));
    assertEquals(Set.of(), sizes(direct));
    assertTrue(direct.weightBytes() < plan(PlanOptions.DEFAULT).weightBytes());
  }

  private static Set<WinogradSize> sizes(CpuPlan plan) {
    return plan.weights().weights().stream()
        .filter(PackedWeight.Points.class::isInstance)
        .map(weight -> ((PackedWeight.Points) weight).size())
        .collect(Collectors.toSet());
  }
}
