package bb.cli;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.cpu.CpuPlan;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.report.Report;
import java.util.List;
import java.util.Optional;

/** What becomes of a graph: the one place where the command line meets the back end. */
final class Engine {
  private Engine() {}

  /** Empty after reporting that the engine cannot hold the network. */
  static Optional<Report> report(Session session, Graph graph, Problems problems) {
    session.stage("planning " + graph.name());
    Optional<CpuPlan> plan = Compiler.plan(graph, problems);
    List<Long> macs = graph.nodes().stream().map(node -> Lowering.macs(node, graph)).toList();
    return plan.map(p ->
        Report.of(graph, macs, p.kernels(), new Report.Memory(p.peakBytes(), p.weightBytes())));
  }

  /** A network's Java sources and their classes. */
  record Built(List<GeneratedFile> sources, CompiledModel model) {
    Built {
      sources = List.copyOf(sources);
    }

    /** The classes, loaded into this process. */
    CompiledModel.Loaded load() {
      return model.load();
    }
  }

  /**
   * Generates and compiles; empty after reporting what is wrong.
   *
   * @param embedded whether the weights will lie beside the classes
   */
  static Optional<Built> build(Session session, Graph graph, boolean embedded, Problems problems) {
    session.stage("planning " + graph.name());
    Optional<CpuPlan> plan = Compiler.plan(graph, problems);
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    session.stage("generating " + graph.name());
    List<GeneratedFile> sources = Compiler.generate(graph, plan.get(), embedded);
    session.stage("compiling " + graph.name());
    return JavaBuild.compile(sources, problems).map(model -> new Built(sources, model));
  }
}
