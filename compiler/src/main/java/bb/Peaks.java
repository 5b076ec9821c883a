package bb;

import bb.backend.layout.LivePeak;
import bb.graph.Graph;
import bb.graph.PeakMemory.Peak;
import bb.program.Program;

/** How much of a network's activations must be kept at the same time, which needs no plan. */
public final class Peaks {
  private Peaks() {}

  /** That of a network as it is compiled. */
  public static Peak of(Graph graph) {
    Program program = Compiler.program(graph);
    return Peak.of(program, LivePeak.of(program));
  }
}
