package bb.backend.cpu;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.plan.Allocation;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.PlanOptions;
import bb.backend.cpu.plan.WeightPlan;
import bb.backend.source.ModelCard;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.runtime.ModelInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The CPU backend: program in, Java sources out. */
public final class CpuBackend {
  private CpuBackend() {}

  /** As users have it who ask for nothing else. */
  public static Optional<CpuPlan> plan(Program program, Problems problems) {
    return plan(program, PlanOptions.DEFAULT, problems);
  }

  /** Decides how a program is computed; empty, with a diagnostic, if arrays cannot hold it. */
  public static Optional<CpuPlan> plan(Program program, PlanOptions options, Problems problems) {
    Allocation allocation = Allocation.of(program, options);
    boolean activations = activationsFit(allocation, program, problems);
    boolean weights = weightsFit(allocation, program, problems);
    return activations && weights ? Optional.of(CpuPlan.of(allocation)) : Optional.empty();
  }

  private static boolean activationsFit(Allocation allocation, Program program, Problems problems) {
    long floats = allocation.memory().size();
    if (floats > PlanOptions.LARGEST) {
      problems.add(CpuProblems.largeActivations(program, floats));
    }
    return floats <= PlanOptions.LARGEST;
  }

  /** Only what a step alone needs makes a segment too large. */
  private static boolean weightsFit(Allocation allocation, Program program, Problems problems) {
    WeightPlan weights = allocation.weights();
    Set<Integer> large = new HashSet<>();
    for (int i = 0; i < program.steps().size(); i++) {
      Program.Step step = program.steps().get(i);
      int segment = weights.steps().get(i);
      long floats = Math.max(weights.segments().get(segment).size(), largest(step.weights()));
      if (floats > PlanOptions.LARGEST && large.add(segment)) {
        problems.add(CpuProblems.largeWeights(program, step, floats));
      }
    }
    return large.isEmpty();
  }

  /** The numbers of the largest of these and of what they are made of. */
  private static long largest(List<WeightExpr> weights) {
    return weights.stream()
        .mapToLong(weight -> Math.max(weight.shape().elements(), largest(weight.parts())))
        .max()
        .orElse(0);
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
    return generate(graph, card(graph, plan), plan, home, embedded);
  }

  /**
   * The same.
   *
   * @param card the network's
   */
  public static List<GeneratedFile> generate(
      Graph graph, ModelInfo card, CpuPlan plan, JavaPackage home, boolean embedded) {
    return new ModelSource(graph, card, plan, home, embedded).files();
  }

  /** The model card of a network, as its code will hold it. */
  public static ModelInfo card(Graph graph, CpuPlan plan) {
    return ModelCard.of(
        graph, plan.weights().expressions(), plan.macs(), plan.arenaBytes(), plan.weightBytes());
  }
}
