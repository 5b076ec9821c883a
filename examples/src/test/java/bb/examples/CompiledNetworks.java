package bb.examples;

import bb.backend.cpu.CpuBackend;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.jar.CompiledModel;
import bb.jar.JavaBuild;
import bb.passes.Passes;
import java.nio.file.Path;

/** Networks of the examples, compiled for the CPU. */
final class CompiledNetworks {
  private CompiledNetworks() {}

  /**
   * @param embedded whether the weights will lie beside the classes
   */
  static CompiledModel compile(Path file, String network, boolean embedded) {
    Graph graph = Examples.graph(file, network);
    Problems problems = new Problems();
    return CpuBackend.plan(Passes.run(Lowering.lower(graph)), problems)
        .map(plan -> CpuBackend.generate(graph, plan, embedded))
        .flatMap(files -> JavaBuild.compile(files, problems))
        .orElseThrow(() -> new AssertionError(network + ": " + problems.sorted()));
  }
}
