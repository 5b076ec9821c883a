package bb;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.CpuBackend;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.tornado.TornadoBackend;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.model.Elaborator;
import bb.model.NetworkCall;
import bb.model.SourceLoader;
import bb.passes.Passes;
import bb.program.Program;
import bb.runtime.ModelInfo;
import bb.source.SourceFile;
import java.util.List;
import java.util.Optional;

/**
 * The compiler: source text in, graphs, programs and generated files out. It reads no file and
 * writes none, and reports everything that is wrong with the source as values.
 *
 * <pre>
 *   SourceFile -> Ast.File -> Graph -> Program -> Program' -> CpuPlan -> List&lt;GeneratedFile&gt;
 * </pre>
 */
public final class Compiler {
  private final Elaborator elaborator;

  private Compiler(Elaborator elaborator) {
    this.elaborator = elaborator;
  }

  /** Parses a file and its imports; empty if there are syntax errors. */
  public static Optional<Compiler> open(SourceFile source, SourceLoader loader, Problems problems) {
    return open(source, loader, NetworkCall.NONE, problems);
  }

  /** The same with arguments for the file's networks from outside of it. */
  public static Optional<Compiler> open(
      SourceFile source, SourceLoader loader, NetworkCall call, Problems problems) {
    SourceFile library = StandardLibrary.source();
    return Elaborator.open(source, library, loader, call, Peaks::of, problems).map(Compiler::new);
  }

  /** The networks that the file declares, in its order. */
  public List<Elaborator.Network> networks() {
    return elaborator.networks();
  }

  /** The network of that name, elaborated; empty after reporting what is wrong. */
  public Optional<Graph> graph(String network) {
    return elaborator.elaborate(network);
  }

  /** Whether that network has been elaborated and nothing is wrong with it, warnings apart. */
  public boolean isSound(String network) {
    return elaborator.isSound(network);
  }

  /** The steps of work that elaboration has taken so far, which are bounded. */
  public long steps() {
    return elaborator.steps();
  }

  /** What a network computes, lowered and optimised, for all backends. */
  public static Program program(Graph graph) {
    return Passes.run(Lowering.lower(graph));
  }

  /** Decides how the CPU computes a network; empty after reporting that it cannot. */
  public static Optional<CpuPlan> plan(Program program, Problems problems) {
    return CpuBackend.plan(program, problems);
  }

  /** What a network's classes will say of it: inputs, outputs, tensors, sizes. */
  public static ModelInfo card(Graph graph, CpuPlan plan) {
    return CpuBackend.card(graph, plan);
  }

  /** The Java classes of a network; if {@code embedded}, weights will lie beside them. */
  public static List<GeneratedFile> generate(
      Graph graph, CpuPlan plan, JavaPackage home, boolean embedded) {
    return CpuBackend.generate(graph, plan, home, embedded);
  }

  /** Those by which it runs on TornadoVM, to be added; empty after reporting that it cannot. */
  public static Optional<List<GeneratedFile>> generateTornado(
      Graph graph, Program program, Precision precision, JavaPackage home, Problems problems) {
    return TornadoBackend.generate(graph, program, precision, home, problems);
  }
}
