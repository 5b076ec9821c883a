package bb.report;

import bb.Compiler;
import bb.backend.cpu.plan.Allocation;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.memory.Buffer;
import bb.program.Program;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Networks of a text, with all that is reported of them. */
public final class Pictured {
  private Pictured() {}

  public static List<Reported> all(String source) {
    Problems problems = new Problems();
    Compiler compiler =
        Compiler.open(new SourceFile("net.bb", source), (_, _) -> Optional.empty(), problems)
            .orElseThrow(() -> new AssertionError(TextRenderer.render(problems.sorted(), false)));
    List<Reported> all = new ArrayList<>();
    compiler
        .networks()
        .forEach(network -> compiler.graph(network.name()).map(Pictured::of).ifPresent(all::add));
    if (problems.hasErrors()) {
      throw new AssertionError(TextRenderer.render(problems.sorted(), false));
    }
    return all;
  }

  /** A report of no graph. */
  static Reported without(Report report) {
    Span nowhere = new SourceFile("net.bb", "").span(0, 0);
    Graph nothing =
        new Graph("", Optional.empty(), nowhere, List.of(), List.of(), List.of(), List.of());
    return new Reported(nothing, report, new MemoryMap(List.of(), List.of(), 0));
  }

  public static Reported of(Graph graph) {
    Program program = Compiler.program(graph);
    Allocation plan = Allocation.of(program);
    List<MemoryMap.Piece> pieces = new ArrayList<>();
    for (int i = 0; i < plan.memory().buffers().size(); i++) {
      Buffer b = plan.memory().buffers().get(i);
      pieces.add(
          new MemoryMap.Piece(b.first(), b.last(), plan.memory().offsets().get(i), b.size()));
    }
    MemoryMap map =
        new MemoryMap(
            program.steps().stream()
                .map(step -> new MemoryMap.Moment(step.paths(), step.origin()))
                .toList(),
            pieces,
            plan.memory().size());
    Report.Memory memory = new Report.Memory(32, 64, plan.weightBytes());
    return new Reported(graph, Report.of(graph, plan.kernels(), memory), map);
  }
}
