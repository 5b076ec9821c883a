package bb.backend.cpu;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.plan.Allocation;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.PlanOptions;
import bb.backend.source.ModelCard;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.program.Program;
import bb.runtime.ModelInfo;
import java.util.List;
import java.util.Optional;

/** The CPU backend: program in, Java sources out. */
public final class CpuBackend {
  /** The largest array index there is, less room for alignment. */
  private static final long MAX_FLOATS = Integer.MAX_VALUE - 64L;

  private CpuBackend() {}

  /** As users have it who ask for nothing else. */
  public static Optional<CpuPlan> plan(Program program, Problems problems) {
    return plan(program, PlanOptions.DEFAULT, problems);
  }

  /** Decides how a program is computed; empty, with a diagnostic, if an array cannot hold it. */
  public static Optional<CpuPlan> plan(Program program, PlanOptions options, Problems problems) {
    Allocation allocation = Allocation.of(program, options);
    boolean activations = fits(program, "activations", allocation.memory().size(), problems);
    boolean weights = fits(program, "weights", allocation.weights().size(), problems);
    return activations && weights ? Optional.of(CpuPlan.of(allocation)) : Optional.empty();
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
    return new ModelSource(graph, card(graph, plan), plan, home, embedded).files();
  }

  /** The model card of a network, as its code will hold it. */
  public static ModelInfo card(Graph graph, CpuPlan plan) {
    return ModelCard.of(
        graph, plan.weights().expressions(), plan.macs(), plan.peakBytes(), plan.weightBytes());
  }
}
