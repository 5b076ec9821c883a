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

/** Appends steps to a program, under the path and span of the layer that is being lowered. */
public final class ProgramBuilder {
  private final List<Input> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
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

  public void output(String name, Value value) {
    outputs.add(new Output(name, value));
  }

  public Program build(String name) {
    return new Program(name, inputs, steps, outputs);
  }
}
