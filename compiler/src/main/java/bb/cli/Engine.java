package bb.cli;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.CpuBackend;
import bb.backend.cpu.plan.Allocation;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.PlanOptions;
import bb.backend.cpu.plan.PlanPrinter;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.backend.jar.TornadoSdk;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.memory.Buffer;
import bb.memory.MemoryPlan;
import bb.program.Program;
import bb.program.ProgramPrinter;
import bb.report.MemoryMap;
import bb.report.MemoryMap.Moment;
import bb.report.MemoryMap.Piece;
import bb.report.Report;
import bb.report.Reported;
import bb.runtime.ModelInfo;
import bb.runtime.VectorModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of a graph: the one place where the command line meets the back end. */
final class Engine {
  private Engine() {}

  /** What there is to know of a network, whether or not the engine can hold it. */
  static Reported reported(Session session, Graph graph) {
    return reported(session, List.of(graph)).getFirst();
  }

  /** The same of several networks, of which each processor takes some. */
  static List<Reported> reported(Session session, List<Graph> graphs) {
    session.stage(
        "planning "
            + (graphs.size() == 1 ? graphs.getFirst().name() : graphs.size() + " networks"));
    return Processors.each(graphs, Engine::reported);
  }

  private static Reported reported(Graph graph) {
    Program program = Compiler.program(graph);
    Allocation plan = Allocation.of(program);
    Report.Memory memory =
        new Report.Memory(
            plan.memory().bound() * Float.BYTES, plan.arenaBytes(), plan.weightBytes());
    return new Reported(
        graph, Report.of(graph, plan.kernels(), memory), map(program, plan.memory()));
  }

  private static MemoryMap map(Program program, MemoryPlan plan) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < plan.buffers().size(); i++) {
      Buffer buffer = plan.buffers().get(i);
      pieces.add(
          new Piece(
              buffer.first(),
              buffer.last(),
              plan.offsets().get(i) * Float.BYTES,
              buffer.size() * Float.BYTES));
    }
    return new MemoryMap(
        program.steps().stream().map(step -> new Moment(step.paths(), step.origin())).toList(),
        pieces,
        plan.size() * Float.BYTES);
  }

  /** The steps that a network is made of, after the passes, as text. */
  static String program(Session session, Graph graph) {
    session.stage("lowering " + graph.name());
    return ProgramPrinter.print(Compiler.program(graph));
  }

  /** How the processor computes it, as text; empty after reporting that the engine cannot. */
  static Optional<String> plan(
      Session session, Graph graph, PlanOptions options, Problems problems) {
    session.stage("planning " + graph.name());
    return CpuBackend.plan(Compiler.program(graph), options, problems).map(PlanPrinter::print);
  }

  /**
   * A network's Java sources.
   *
   * @param plan what they do on the processor
   * @param card what they say of the network
   * @param device the class that runs it with TornadoVM, if there is one
   */
  record Sources(CpuPlan plan, ModelInfo card, List<GeneratedFile> files, Optional<String> device) {
    Sources {
      files = List.copyOf(files);
    }

    /** With those for TornadoVM, the first of which is the network's. */
    private Sources and(List<GeneratedFile> others) {
      List<GeneratedFile> all = Stream.concat(files.stream(), others.stream()).toList();
      return new Sources(plan, card, all, Optional.of(others.getFirst().className()));
    }
  }

  /**
   * Generates what runs on the processor; empty after reporting that the engine cannot hold it.
   *
   * @param home the package of the classes
   * @param embedded whether the weights will lie beside the classes
   * @param device generates what runs with TornadoVM, too
   */
  static Optional<Sources> generate(
      Session session,
      Graph graph,
      PlanOptions options,
      JavaPackage home,
      boolean embedded,
      Optional<Precision> device,
      Problems problems) {
    // if there is none, the engine says so when a network runs
    VectorModule.load();
    session.stage("planning " + graph.name());
    Program program = Compiler.program(graph);
    Optional<CpuPlan> plan = CpuBackend.plan(program, options, problems);
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    session.stage("generating " + graph.name());
    ModelInfo card = Compiler.card(graph, plan.get());
    Sources processor =
        new Sources(
            plan.get(),
            card,
            CpuBackend.generate(graph, card, plan.get(), home, embedded),
            Optional.empty());
    return device.isEmpty()
        ? Optional.of(processor)
        : Compiler.generateTornado(graph, program, device.get(), home, problems)
            .map(processor::and);
  }

  /**
   * Compiles sources; empty after reporting what is wrong.
   *
   * @param sdk what to compile against, needed where the sources are for TornadoVM
   */
  static Optional<CompiledModel> compile(
      Session session, Sources sources, Optional<TornadoSdk> sdk, Problems problems) {
    session.stage("compiling " + sources.card().network());
    return sources.device().isEmpty()
        ? JavaBuild.compile(sources.files(), problems)
        : JavaBuild.compile(sources.files(), sources.device().get(), sdk.orElseThrow(), problems);
  }

  /** A network that runs in this process, its card, and how it does so. */
  record Loaded(ModelInfo card, CpuPlan plan, CompiledModel.Loaded model) {}

  /** Loads a network into this process; empty after reporting what is wrong. */
  static Optional<Loaded> load(
      Session session, Graph graph, PlanOptions options, Problems problems) {
    JavaPackage home = JavaPackage.of(graph);
    return generate(session, graph, options, home, false, Optional.empty(), problems)
        .flatMap(sources ->
            compile(session, sources, Optional.empty(), problems)
                .map(compiled -> new Loaded(sources.card(), sources.plan(), compiled.load())));
  }
}
