package bb.backend.cpu.plan;

import bb.backend.source.UserText;
import bb.memory.MemoryPlan;
import bb.program.Program;
import bb.program.Program.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for the runtime: its calls in order, and what they need. The code of a model is written
 * from this record alone.
 *
 * @param layers the caller's inputs, the steps, the outputs
 * @param memory the buffers of one example and where they lie
 * @param weights where the packed weights lie
 * @param macs multiply-adds for one example
 * @param work what one example takes to compute, in multiply-adds or as many simple operations
 */
public record CpuPlan(
    List<Layer> layers, MemoryPlan memory, WeightPlan weights, long macs, long work) {

  /** What an element costs besides its multiply-adds: it is read, written, and perhaps an exp. */
  private static final int ELEMENT = 4;

  public CpuPlan {
    layers = List.copyOf(layers);
  }

  /**
   * The calls of a program whose activations and weights each fit an array.
   *
   * @throws IllegalStateException if the plan is not sound, which would be a mistake of ours
   */
  public static CpuPlan of(Allocation allocation) {
    Program program = allocation.program();
    Addresses at = new Addresses(allocation.placement(), allocation.memory(), allocation.weights());
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < program.inputs().size(); i++) {
      Program.Input input = program.inputs().get(i);
      Call call = new Call.Input(i, at.view(input.value()), at.grid(input.value()));
      layers.add(Layer.moving(UserText.place(input), call));
    }
    for (int i = 0; i < program.steps().size(); i++) {
      Step step = program.steps().get(i);
      Choice choice = allocation.choices().get(i);
      boolean free = allocation.placement().isFree(step);
      List<Call> calls = free ? List.of() : choice.calls().apply(at);
      layers.add(
          new Layer(UserText.place(step), choice.form(), step.macs(), choice.planes(), calls));
    }
    for (int i = 0; i < program.outputs().size(); i++) {
      Program.Output output = program.outputs().get(i);
      Call call = new Call.Output(i, at.view(output.value()), at.grid(output.value()));
      layers.add(Layer.moving(UserText.place(output), call));
    }
    CpuPlan plan =
        new CpuPlan(
            layers, allocation.memory(), allocation.weights(), program.macs(), work(program));
    List<String> violations = PlanVerifier.violations(plan);
    if (!violations.isEmpty()) {
      throw new IllegalStateException("plan: " + violations);
    }
    return plan;
  }

  private static long work(Program program) {
    double elements =
        program.steps().stream().mapToDouble(s -> s.output().type().shape().elements()).sum();
    return (long) (program.macs() + ELEMENT * elements);
  }

  /** The kernels to generate, in the order of their first use. */
  public List<KernelKey> kernels() {
    return layers.stream()
        .flatMap(layer -> layer.calls().stream())
        .filter(Call.Generated.class::isInstance)
        .map(call -> ((Call.Generated) call).kernel())
        .distinct()
        .toList();
  }

  /** Activation memory for one example. */
  public long peakBytes() {
    return memory.size() * Float.BYTES;
  }

  /** Memory of the packed weights. */
  public long weightBytes() {
    return weights.size() * Float.BYTES;
  }
}
