package bb.graph;

import bb.kernel.WeightExpr;
import bb.ops.Operator;
import bb.program.Program;
import bb.program.ProgramBuilder;
import bb.types.TensorType;
import bb.types.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a graph of layers into a program of kernels; each layer knows how. */
public final class Lowering {
  private Lowering() {}

  public static Program lower(Graph graph) {
    ProgramBuilder builder = new ProgramBuilder();
    Map<Integer, Value> values = new HashMap<>();
    for (Graph.Input input : graph.inputs()) {
      values.put(input.value().id(), builder.input(input.name(), input.value().type()));
    }
    for (Graph.Node node : graph.nodes()) {
      List<Value> inputs = node.inputs().stream().map(value -> values.get(value.id())).toList();
      builder.at(node.path(), node.span());
      List<Value> outputs =
          node.op().lowerAll(builder, inputs, parameters(node, graph), node.output().type());
      for (int i = 0; i < outputs.size(); i++) {
        values.put(node.outputs().get(i).id(), outputs.get(i));
      }
    }
    for (Graph.Output output : graph.outputs()) {
      builder.output(output.name(), values.get(output.value().id()));
    }
    return builder.build(graph.name());
  }

  private static List<WeightExpr> parameters(Graph.Node node, Graph graph) {
    return parameters(node.parameters().stream().map(graph.parameters()::get).toList());
  }

  private static List<WeightExpr> parameters(List<Graph.Parameter> parameters) {
    return parameters.stream()
        .<WeightExpr>map(p -> new WeightExpr.Tensor(p.name(), p.type().shape()))
        .toList();
  }

  /**
   * Turns one layer into a program by itself.
   *
   * @param parameters those of the graph
   */
  public static Program lower(Graph.Node node, List<Graph.Parameter> parameters) {
    ProgramBuilder builder = new ProgramBuilder();
    builder.at(node.path(), node.span());
    List<Value> inputs =
        node.inputs().stream().map(value -> builder.input("x", value.type())).toList();
    List<WeightExpr> weights = parameters(node.parameters().stream().map(parameters::get).toList());
    node.op()
        .lowerAll(builder, inputs, weights, node.output().type())
        .forEach(value -> builder.output("y", value));
    return builder.build(node.path());
  }

  /** The multiply-adds of a layer of a graph. */
  public static long macs(Graph.Node node, Graph graph) {
    return macs(
        node.op(),
        node.inputs().stream().map(Value::type).toList(),
        node.parameters().stream().map(graph.parameters()::get).toList(),
        node.output().type());
  }

  /**
   * The multiply-adds of a layer.
   *
   * @throws ArithmeticException if the count does not fit 64 bits
   */
  public static long macs(
      Operator op, List<TensorType> inputs, List<Graph.Parameter> parameters, TensorType output) {
    ProgramBuilder builder = new ProgramBuilder();
    List<Value> values = inputs.stream().map(type -> builder.input("x", type)).toList();
    op.lower(builder, values, parameters(parameters), output);
    return builder.build("").macs();
  }
}
