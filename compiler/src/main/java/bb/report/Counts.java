package bb.report;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.graph.Lowering;
import bb.ops.ParameterSpec.Role;
import bb.report.Report.Parameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a network costs, whatever runs it.
 *
 * @param layerParams the trainable numbers that each of the graph's nodes uses, in order
 * @param layerMacs the multiply-adds of each of the graph's nodes, in order
 */
public record Counts(Parameters params, long macs, List<Long> layerParams, List<Long> layerMacs) {
  public Counts {
    layerParams = List.copyOf(layerParams);
    layerMacs = List.copyOf(layerMacs);
  }

  public static Counts of(Graph graph) {
    List<Long> params = new ArrayList<>();
    List<Long> macs = new ArrayList<>();
    for (Node node : graph.nodes()) {
      params.add(params(graph, node));
      macs.add(Lowering.macs(node, graph));
    }
    return new Counts(parameters(graph, sum(params)), sum(macs), params, macs);
  }

  /** The trainable numbers of each node that no node before it has. */
  public List<Long> ownParams(Graph graph) {
    List<Long> own = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Node node : graph.nodes()) {
      own.add(
          sum(
              node.parameters().stream()
                  .filter(seen::add)
                  .map(graph.parameters()::get)
                  .filter(p -> p.role() == Role.TRAINABLE)
                  .map(p -> p.type().shape().elements())
                  .toList()));
    }
    return own;
  }

  private static long params(Graph graph, Node node) {
    return sum(
        node.parameters().stream()
            .map(graph.parameters()::get)
            .filter(p -> p.role() == Role.TRAINABLE)
            .map(p -> p.type().shape().elements())
            .toList());
  }

  private static Parameters parameters(Graph graph, long applied) {
    long trainable = 0;
    long buffers = 0;
    long bytes = 0;
    for (Graph.Parameter parameter : graph.parameters()) {
      long elements = parameter.type().shape().elements();
      bytes = Math.addExact(bytes, parameter.type().bytes());
      if (parameter.role() == Role.TRAINABLE) {
        trainable = Math.addExact(trainable, elements);
      } else {
        buffers = Math.addExact(buffers, elements);
      }
    }
    return new Parameters(trainable, buffers, applied, bytes);
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().reduce(0L, Math::addExact);
  }
}
