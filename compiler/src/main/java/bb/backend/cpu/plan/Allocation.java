package bb.backend.cpu.plan;

import bb.backend.layout.Placement;
import bb.memory.MemoryPlan;
import bb.memory.PlanChecker;
import bb.memory.Planner;
import bb.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything of a program lies, whatever it takes: enough to report on a network that no
 * array can hold.
 */
public final class Allocation {
  /** Offsets in the arena are multiples of a cache line. */
  private static final int ALIGNMENT = 16;

  private final Program program;
  private final List<Choice> choices;
  private final Placement placement;
  private final MemoryPlan memory;
  private final WeightPlan weights;

  private Allocation(
      Program program,
      List<Choice> choices,
      Placement placement,
      MemoryPlan memory,
      WeightPlan weights) {
    this.program = program;
    this.choices = choices;
    this.placement = placement;
    this.memory = memory;
    this.weights = weights;
  }

  /** As users have it who ask for nothing else. */
  public static Allocation of(Program program) {
    return of(program, PlanOptions.DEFAULT);
  }

  public static Allocation of(Program program, PlanOptions options) {
    Placement placement = Placement.of(program);
    List<Choice> choices =
        program.steps().stream().map(step -> Selection.of(step, options, placement)).toList();
    MemoryPlan memory = Planner.plan(placement.buffers(), ALIGNMENT);
    verify(placement, memory);
    WeightPlan weights =
        WeightPlan.of(choices.stream().map(Choice::weights).toList(), options.segment());
    return new Allocation(program, choices, placement, memory, weights);
  }

  private static void verify(Placement placement, MemoryPlan memory) {
    List<String> violations = new ArrayList<>(placement.violations());
    violations.addAll(PlanChecker.violations(memory, ALIGNMENT));
    if (!violations.isEmpty()) {
      throw new IllegalStateException("memory plan: " + violations);
    }
  }

  /**
   * How many kernels an inference runs, one after the other: not those that only say where their
   * output lies, nor those that are prepared.
   */
  public int kernels() {
    return (int)
        program.steps().stream()
            .skip(program.prepared())
            .filter(step -> !placement.isFree(step))
            .count();
  }

  /** Activation memory for one example: the arena. */
  public long arenaBytes() {
    return Math.multiplyExact(memory.size(), Float.BYTES);
  }

  /** Memory of the packed weights. */
  public long weightBytes() {
    return Math.multiplyExact(weights.size(), Float.BYTES);
  }

  /** The buffers of one example and where they lie. */
  public MemoryPlan memory() {
    return memory;
  }

  /** Where the packed weights lie. */
  public WeightPlan weights() {
    return weights;
  }

  Program program() {
    return program;
  }

  /** How each step is computed, in the order of the steps. */
  List<Choice> choices() {
    return choices;
  }

  Placement placement() {
    return placement;
  }
}
