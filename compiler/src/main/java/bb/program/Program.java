package bb.program;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.source.Span;
import bb.types.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network as a straight line of kernels over values, each value written once, before it is read.
 * This is what passes rewrite, the interpreter runs, the memory planner lays out and backends emit.
 *
 * @param composites what some of the steps are together
 */
public record Program(
    String name,
    List<Input> inputs,
    List<Step> steps,
    List<Output> outputs,
    List<Composite> composites) {
  public Program {
    composites = List.copyOf(composites);
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }

  /** A program of which it is not known what steps are together. */
  public Program(String name, List<Input> inputs, List<Step> steps, List<Output> outputs) {
    this(name, inputs, steps, outputs, List.of());
  }

  public record Input(String name, Value value) {}

  public record Output(String name, Value value) {}

  /**
   * {@code output = kernel(inputs, weights)}.
   *
   * @param paths the layers this step computes, by hierarchical name, the producer first; fusion
   *     makes them several
   * @param origin where the producer stands in the source
   */
  public record Step(
      Kernel kernel,
      List<Value> inputs,
      List<WeightExpr> weights,
      Value output,
      List<String> paths,
      Span origin) {
    public Step {
      inputs = List.copyOf(inputs);
      weights = List.copyOf(weights);
      paths = List.copyOf(paths);
    }

    /** The step's multiply-adds. */
    public long macs() {
      return kernel.macs(
          inputs.stream().map(value -> value.type().shape()).toList(),
          weights.stream().map(WeightExpr::shape).toList(),
          output.type().shape());
    }
  }

  /**
   * Multiply-adds for one example.
   *
   * @throws ArithmeticException if the count does not fit 64 bits
   */
  public long macs() {
    return steps.stream().mapToLong(Step::macs).reduce(0, Math::addExact);
  }

  /** How many of the first steps depend on no input: they compute the same for every example. */
  public int prepared() {
    Set<Value> given = new HashSet<>();
    inputs.forEach(input -> given.add(input.value()));
    int count = 0;
    while (count < steps.size() && steps.get(count).inputs().stream().noneMatch(given::contains)) {
      count++;
    }
    return count;
  }

  /** The names of the checkpoint's tensors that the steps read. */
  public Set<String> tensors() {
    return steps.stream()
        .flatMap(step -> step.weights().stream())
        .flatMap(WeightExpr::tensors)
        .map(WeightExpr.Tensor::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
