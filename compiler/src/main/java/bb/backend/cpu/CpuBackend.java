package bb.backend.cpu;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.layout.Placement;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.memory.MemoryPlan;
import bb.memory.PlanChecker;
import bb.memory.Planner;
import bb.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The CPU backend: program in, Java sources out. */
public final class CpuBackend {
  /** Offsets in the arena are multiples of a cache line. */
  static final int ALIGNMENT = 16;

  /** The largest array index there is, less room for alignment. */
  private static final long MAX_FLOATS = Integer.MAX_VALUE - 64L;

  private CpuBackend() {}

  /** Decides where everything lies, whatever it takes. */
  public static CpuPlan measure(Program program) {
    Placement placement = Placement.of(program);
    MemoryPlan memory = Planner.plan(placement.buffers(), ALIGNMENT);
    verify(placement, memory);
    return new CpuPlan(program, placement, memory, WeightPlan.of(program.steps()));
  }

  /** The same; empty, with a diagnostic, if an array cannot hold it. */
  public static Optional<CpuPlan> plan(Program program, Problems problems) {
    CpuPlan plan = measure(program);
    boolean activations = fits(program, "activations", plan.memory().size(), problems);
    boolean weights = fits(program, "weights", plan.weights().size(), problems);
    return activations && weights ? Optional.of(plan) : Optional.empty();
  }

  private static boolean fits(Program program, String what, long floats, Problems problems) {
    if (floats > MAX_FLOATS) {
      problems.add(CpuProblems.tooLarge(program, what, floats, MAX_FLOATS));
    }
    return floats <= MAX_FLOATS;
  }

  /**
   * Writes the classes of a model.
   *
   * @param graph what the program was made from
   * @param home the package of the classes
   * @param embedded whether the weights will lie beside the classes
   */
  public static List<GeneratedFile> generate(
      Graph graph, CpuPlan plan, JavaPackage home, boolean embedded) {
    return new ModelSource(graph, plan, home, embedded).files();
  }

  private static void verify(Placement placement, MemoryPlan memory) {
    List<String> violations = new ArrayList<>(placement.violations());
    violations.addAll(PlanChecker.violations(memory, ALIGNMENT));
    if (!violations.isEmpty()) {
      throw new IllegalStateException("memory plan: " + violations);
    }
  }
}
