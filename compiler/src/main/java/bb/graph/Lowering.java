package bb.graph;

import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.ProgramBuilder;
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
      values.put(node.output().id(), lower(node, graph, builder, inputs));
    }
    for (Graph.Output output : graph.outputs()) {
      builder.output(output.name(), values.get(output.value().id()));
    }
    return builder.build(graph.name());
  }

  private static Value lower(
      Graph.Node node, Graph graph, ProgramBuilder builder, List<Value> inputs) {
    builder.at(node.path(), node.span());
    List<WeightExpr> parameters =
        node.parameters().stream()
            .map(graph.parameters()::get)
            .<WeightExpr>map(p -> new WeightExpr.Tensor(p.name(), p.type().shape()))
            .toList();
    return node.op().lower(builder, inputs, parameters, node.output().type());
  }

  /**
   * The multiply-adds of one layer.
   *
   * @throws ArithmeticException if the count does not fit 64 bits, which no layer whose shape rule
   *     succeeded has
   */
  public static long macs(Graph.Node node, Graph graph) {
    ProgramBuilder builder = new ProgramBuilder();
    List<Value> inputs =
        node.inputs().stream().map(value -> builder.input("x", value.type())).toList();
    lower(node, graph, builder, inputs);
    return builder.build(node.path()).steps().stream()
        .mapToLong(Lowering::macs)
        .reduce(0, Math::addExact);
  }

  private static long macs(Program.Step step) {
    return step.kernel()
        .macs(
            step.inputs().stream().map(value -> value.type().shape()).toList(),
            step.weights().stream().map(WeightExpr::shape).toList(),
            step.output().type().shape());
  }
}
