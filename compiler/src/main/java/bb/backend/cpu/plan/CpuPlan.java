package bb.backend.cpu.plan;

import bb.backend.source.UserText;
import bb.memory.MemoryPlan;
import bb.program.Program;
import bb.program.Program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program for the runtime: its calls in order, and what they need. The code of a model is written
 * from this record alone.
 *
 * @param prepared the steps that depend on no input: they run once for any number of inferences,
 *     which only read what they have made
 * @param layers the caller's inputs, the other steps, the outputs
 * @param memory the buffers of one example and where they lie
 * @param weights where the packed weights lie
 * @param macs multiply-adds for one example
 * @param work what one example takes to compute, in multiply-adds or as many simple operations
 */
public record CpuPlan(
    List<Layer> prepared,
    List<Layer> layers,
    MemoryPlan memory,
    WeightPlan weights,
    long macs,
    long work) {

  /** What an element costs besides its multiply-adds: it is read, written, and perhaps an exp. */
  private static final int ELEMENT = 4;

  public CpuPlan {
    prepared = List.copyOf(prepared);
    layers = List.copyOf(layers);
  }

  /**
   * The calls of a program whose activations fit an array, and so does each segment of weights.
   *
   * @throws IllegalStateException if the plan is not sound, which would be a mistake of ours
   */
  public static CpuPlan of(Allocation allocation) {
    Program program = allocation.program();
    List<Layer> steps = new ArrayList<>();
    for (int i = 0; i < program.steps().size(); i++) {
      steps.add(layer(allocation, i));
    }
    int prepared = program.prepared();
    List<Layer> layers = new ArrayList<>();
    Addresses at = addresses(allocation, allocation.weights().segments().getFirst());
    for (int i = 0; i < program.inputs().size(); i++) {
      Program.Input input = program.inputs().get(i);
      Call call = new Call.Input(i, at.view(input.value()), at.grid(input.value()));
      layers.add(Layer.moving(UserText.place(input), call));
    }
    layers.addAll(steps.subList(prepared, steps.size()));
    for (int i = 0; i < program.outputs().size(); i++) {
      Program.Output output = program.outputs().get(i);
      Call call = new Call.Output(i, at.view(output.value()), at.grid(output.value()));
      layers.add(Layer.moving(UserText.place(output), call));
    }
    CpuPlan plan =
        new CpuPlan(
            steps.subList(0, prepared),
            layers,
            allocation.memory(),
            allocation.weights(),
            program.macs(),
            work(program));
    List<String> violations = PlanVerifier.violations(plan);
    if (!violations.isEmpty()) {
      throw new IllegalStateException("plan: " + violations);
    }
    return plan;
  }

  private static Layer layer(Allocation allocation, int index) {
    Step step = allocation.program().steps().get(index);
    Choice choice = allocation.choices().get(index);
    WeightPlan weights = allocation.weights();
    Addresses at = addresses(allocation, weights.ofStep(index));
    boolean free = allocation.placement().isFree(step);
    List<Call> calls = free ? List.of() : choice.calls().apply(at);
    return new Layer(
        UserText.place(step),
        choice.form(),
        step.macs(),
        choice.planes(),
        weights.steps().get(index),
        calls);
  }

  private static Addresses addresses(Allocation allocation, WeightPlan.Segment segment) {
    return new Addresses(allocation.placement(), allocation.memory(), segment);
  }

  private static long work(Program program) {
    double work = 0;
    for (Step step : program.steps().subList(program.prepared(), program.steps().size())) {
      work += step.macs() + (double) ELEMENT * step.output().type().shape().elements();
    }
    return (long) work;
  }

  /** The kernels to generate, in the order of their first use. */
  public List<KernelKey> kernels() {
    return Stream.concat(prepared.stream(), layers.stream())
        .flatMap(layer -> layer.calls().stream())
        .filter(Call.Generated.class::isInstance)
        .map(call -> ((Call.Generated) call).kernel())
        .distinct()
        .toList();
  }

  /** Activation memory for one example. */
  public long arenaBytes() {
    return memory.size() * Float.BYTES;
  }

  /** Memory of the packed weights. */
  public long weightBytes() {
    return weights.size() * Float.BYTES;
  }
}
