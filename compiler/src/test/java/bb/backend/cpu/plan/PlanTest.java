package bb.backend.cpu.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.cpu.CpuBackend;
import bb.backend.cpu.TestModel;
import bb.diagnostics.Problems;
import bb.memory.Buffer;
import bb.memory.MemoryPlan;
import bb.runtime.cpu.Filter;
import bb.runtime.cpu.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the CPU backend decides, read and approved ({@code -Dapprove=true} replaces it), and that a
 * wrong plan is found before code is written.
 */
class PlanTest {
  private static final Path FOLDER = Path.of("src/test/resources/generated");

  private static final String SHIFTED =
      """
      network Shifted {
        const places: [3, 4] = (i, j) -> i - j
        input x: [3, 4]
        add(x, places) -> relu
      }
      """;

  private static final String NET =
      """
      network Net {
        input x: [6, 8, 8]
        conv(8, 3, padding: 1)
        relu
        concat { | conv(4, 1) | conv(4, 3, padding: 1, groups: 4) }
        add { | identity | conv(8, 1) }
        flatten
        linear(5)
        softmax
      }
      """;

  @TestFactory
  Stream<DynamicTest> plansAreAsApproved() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".bb")).sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest("" + file.getFileName(), () -> approve(file)));
    }
  }

  private static void approve(Path file) throws IOException {
    String text = PlanPrinter.print(plan(network(file), Files.readString(file)));
    Path approved = Path.of(file.toString().replace(".bb", ".plan.approved"));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, text);
    }
    assertEquals(Files.readString(approved), text);
  }

  /** {@code Tiny} in {@code tiny.bb}. */
  private static String network(Path file) {
    String name = file.getFileName().toString().replace(".bb", "");
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** Each change to a sound plan that makes it wrong, and what is said of it. */
  @TestFactory
  Stream<DynamicTest> wrongPlansAreFound() {
    return Stream.of(
        misplaced("no living buffer holds", in -> moved(in, in.buffer() + 16_000)),
        misplaced("no living buffer holds", in -> wider(in, in.channels() * 64)),
        wrong("reads what nobody has written", PlanTest::inPlace),
        wrong("do not divide the channels", call -> filtered(call, new Filter(0, 7, 0))),
        wrong("reads beyond the weights", call -> filtered(call, new Filter(1 << 30, 1, 0))),
        wrong("but gets", call -> filtered(call, new Filter(0, 1))),
        wrong("writes what it reads", PlanTest::inPlace));
  }

  @Test
  void aSoundPlanHasNoViolations() {
    assertEquals(List.of(), PlanVerifier.violations(plan("Net", NET)));
  }

  /** A buffer that ends too early is no longer there for the last call that reads it. */
  @Test
  void aBufferThatDiesTooEarlyIsFound() {
    CpuPlan plan = plan("Net", NET);
    List<Buffer> buffers =
        plan.memory().buffers().stream()
            .map(b -> new Buffer(b.size(), b.first(), Math.max(b.first(), b.last() - 1)))
            .toList();
    MemoryPlan memory = new MemoryPlan(buffers, plan.memory().offsets(), plan.memory().size());
    assertFalse(PlanVerifier.violations(with(plan, plan.layers(), memory)).isEmpty());
  }

  /** What is made before the first inference must be there for the second. */
  @Test
  void aPreparedBufferThatDoesNotStayIsFound() {
    CpuPlan plan = plan("Shifted", SHIFTED);
    assertEquals(1, plan.prepared().size());
    int end = plan.memory().buffers().stream().mapToInt(Buffer::last).max().orElseThrow();
    List<Buffer> buffers =
        plan.memory().buffers().stream()
            .map(b -> b.first() == 0 ? new Buffer(b.size(), 0, end - 1) : b)
            .toList();
    MemoryPlan memory = new MemoryPlan(buffers, plan.memory().offsets(), plan.memory().size());
    String violations = "" + PlanVerifier.violations(with(plan, plan.layers(), memory));
    assertTrue(violations.contains("reads what the next inference will miss"), violations);
  }

  private static CpuPlan with(CpuPlan plan, List<Layer> layers, MemoryPlan memory) {
    return new CpuPlan(plan.prepared(), layers, memory, plan.weights(), plan.macs(), plan.work());
  }

  private static DynamicTest wrong(String said, UnaryOperator<Call.Product> change) {
    return DynamicTest.dynamicTest(
        said,
        () -> {
          String violations = "" + PlanVerifier.violations(changed(plan("Net", NET), change));
          assertTrue(violations.contains(said), violations);
        });
  }

  private static DynamicTest misplaced(String said, UnaryOperator<View> change) {
    return wrong(
        said, call -> with(call, change.apply(call.operands().in()), call.operands().filter()));
  }

  /** The first product of the plan is changed. */
  private static CpuPlan changed(CpuPlan plan, UnaryOperator<Call.Product> change) {
    List<Layer> layers = new ArrayList<>(plan.layers());
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (!layer.calls().isEmpty() && layer.calls().getFirst() instanceof Call.Product product) {
        layers.set(
            i,
            new Layer(
                layer.place(), layer.form(), layer.macs(), 1, 0, List.of(change.apply(product))));
        break;
      }
    }
    return with(plan, layers, plan.memory());
  }

  private static View moved(View v, int buffer) {
    return new View(buffer, v.first(), v.height(), v.width(), v.channels(), v.stride());
  }

  private static View wider(View v, int channels) {
    return new View(v.buffer(), v.first(), v.height(), v.width(), channels, channels);
  }

  /** Of its own output nothing has been written. */
  private static Call.Product inPlace(Call.Product call) {
    return with(call, call.operands().out(), call.operands().filter());
  }

  private static Call.Product filtered(Call.Product call, Filter filter) {
    return with(call, call.operands().in(), filter);
  }

  private static Call.Product with(Call.Product call, View in, Filter filter) {
    Operands o = call.operands();
    return new Call.Product(
        call.kernel(), new Operands(in, o.stencil(), filter, o.out(), o.sides()));
  }

  private static CpuPlan plan(String network, String text) {
    Problems problems = new Problems();
    return CpuBackend.plan(Compiler.program(TestModel.parse(text, network, problems)), problems)
        .orElseThrow();
  }
}
