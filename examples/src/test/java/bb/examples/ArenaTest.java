package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.Peaks;
import bb.backend.cpu.plan.Allocation;
import bb.memory.PlanChecker;
import bb.program.Program;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory of a network's activations is hardly more than what is needed at the same time. */
final class ArenaTest {
  private static final double MOST = 1.1;

  static Stream<Published> networks() {
    return Published.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void anArenaIsWhatLivesAtATime(Published published) {
    Program program = Compiler.program(published.graph());
    Allocation plan = Allocation.of(program);
    assertEquals(plan.memory().bound() * Float.BYTES, Peaks.of(published.graph()).bytes());
    assertEquals(List.of(), PlanChecker.violations(plan.memory(), 1));
    double ratio = (double) plan.memory().size() / plan.memory().bound();
    assertTrue(ratio <= MOST, () -> published + " takes " + ratio + " of what lives at a time");
  }
}
