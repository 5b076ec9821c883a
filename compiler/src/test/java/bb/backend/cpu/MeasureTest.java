package bb.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.cpu.plan.Allocation;
import bb.backend.cpu.plan.WeightPlan;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.passes.Passes;
import bb.program.Program;
import bb.runtime.cpu.Packing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network is measured whatever it takes, and planned where arrays can hold it. */
final class MeasureTest {
  /** The largest tensors that the language has, and a weight that panels make larger still. */
  @Test
  void theLargestTensorsAreMeasured() {
    Program program =
        program(
            """
            network Net {
              input x: [1099511627776]
              softmax
              repeat 100 { add { | identity | softmax } }
              linear(1)
            }
            """);
    Allocation plan = Allocation.of(program);
    assertEquals(3L << 42, plan.arenaBytes());
    assertEquals(((1L << 40) + 1) * Packing.ALIGNMENT * Float.BYTES, plan.weightBytes());
    Problems problems = new Problems();
    assertTrue(CpuBackend.plan(program, problems).isEmpty());
    assertEquals(
        List.of(Code.BB0501, Code.BB0501),
        problems.sorted().stream().map(Diagnostic::code).toList());
  }

  /** No array holds two of the layers. */
  @Test
  void weightsLieInAsManyArraysAsTheyNeed() {
    Program program =
        program(
            """
            network Net {
              input x: [32768]
              repeat 3 { linear(32768) }
              linear(5)
            }
            """);
    WeightPlan plan = CpuBackend.plan(program, new Problems()).orElseThrow().weights();
    assertEquals(List.of(0, 1, 2, 2), plan.steps());
    long each = (1L << 30) + (1 << 15);
    long last = (Packing.ALIGNMENT << 15) + Packing.ALIGNMENT;
    assertEquals(
        List.of(each, each, each + last),
        plan.segments().stream().map(WeightPlan.Segment::size).toList());
  }

  /** Each of three products fits, but not the weight that theirs are cut from. */
  @Test
  void aTensorThatNoArrayHoldsIsRefused() {
    Program program =
        program(
            """
            network Net {
              input x: [4, 30000]
              input y: [4, 30000]
              multihead_attention(x, y, y, heads: 1)
            }
            """);
    Problems problems = new Problems();
    assertTrue(CpuBackend.plan(program, problems).isEmpty());
    assertEquals(List.of(Code.BB0501), problems.sorted().stream().map(Diagnostic::code).toList());
  }

  @Test
  void whatArraysHoldIsPlannedAsMeasured() {
    Program program = program("network Net { input x: [8]; linear(4); relu }");
    assertEquals(
        Allocation.of(program).memory(),
        CpuBackend.plan(program, new Problems()).orElseThrow().memory());
  }

  private static Program program(String text) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, "Net", problems);
    return Passes.run(Lowering.lower(graph));
  }
}
