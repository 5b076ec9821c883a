package bb.program;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.Program.Input;
import bb.program.Program.Output;
import bb.program.Program.Step;
import bb.source.Span;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Appends steps to a program, under the path and span of the layer that is being lowered. */
public final class ProgramBuilder {
  private final List<Input> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<Composite> composites = new ArrayList<>();
  private int values;
  private String path = "";
  private Span origin;

  /** Says which layer the next steps belong to. */
  public void at(String path, Span origin) {
    this.path = path;
    this.origin = origin;
  }

  public Value input(String name, TensorType type) {
    Value value = new Value(values++, type.plain());
    inputs.add(new Input(name, value));
    return value;
  }

  /** Appends one step and returns the value it writes. */
  public Value step(Kernel kernel, List<Value> inputs, List<WeightExpr> weights, TensorType type) {
    Value value = new Value(values++, type.plain());
    steps.add(new Step(kernel, inputs, weights, value, List.of(path), origin));
    return value;
  }

  /** How many steps there are so far. */
  public int size() {
    return steps.size();
  }

  /**
   * Says what the steps from {@code first} on are together.
   *
   * @param output what the last of them writes
   */
  public void composite(
      int first,
      Composite.Operation operation,
      List<Value> inputs,
      List<WeightExpr> weights,
      Value output) {
    Set<Value> parts =
        steps.subList(first, steps.size()).stream().map(Step::output).collect(Collectors.toSet());
    composites.add(new Composite(operation, inputs, weights, output, parts));
  }

  public void output(String name, Value value) {
    outputs.add(new Output(name, value));
  }

  public Program build(String name) {
    return new Program(name, inputs, steps, outputs, composites);
  }
}
