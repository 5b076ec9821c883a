package bb.model;

import bb.field.Along;
import bb.field.Fields;
import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.graph.Graph.Parameter;
import bb.graph.Lowering;
import bb.graph.PeakMemory;
import bb.graph.Shares;
import bb.graph.Shares.Share;
import bb.model.Term.FloatTerm;
import bb.model.Term.IntTerm;
import bb.ops.ParameterSpec.Role;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What the layers of a part of a network cost, and which of them most of all. The part is measured
 * as if it were a network by itself.
 *
 * @param part its layers, with what flows into it as inputs
 * @param cost what was counted when they were made
 * @param firstParameter from which on parameters are the part's own
 * @param ends what flows out where it is measured
 */
record Costs(
    Graph part, Assembly.Cost cost, int firstParameter, List<Value> ends, PeakMemory memory) {
  Costs {
    ends = List.copyOf(ends);
  }

  Term of(Measure measure) {
    return switch (measure) {
      case PARAMS -> new IntTerm(cost.parameters());
      case MACS -> new IntTerm(cost.macs());
      case ACTIVATION_BYTES -> new IntTerm(cost.activationBytes());
      case WEIGHT_BYTES -> new IntTerm(cost.weightBytes());
      case PEAK_BYTES -> new IntTerm(memory.of(part).bytes());
      case RECEPTIVE_FIELD -> {
        double size = ends.stream().mapToDouble(end -> size(fields(), end)).max().orElse(0);
        yield Double.isInfinite(size) ? new FloatTerm(size) : new IntTerm((long) size);
      }
    };
  }

  private Fields fields() {
    List<Value> sources = part.inputs().stream().map(Graph.Input::value).toList();
    return Fields.of(sources, part.nodes(), part.parameters());
  }

  /** Along the axis where it is largest. */
  private static double size(Fields fields, Value value) {
    double size = 0;
    for (Along along : fields.of(value)) {
      size =
          switch (along) {
            case Along.Nothing _ -> size;
            case Along.Window window -> Math.max(size, window.size());
            case Along.Everything _ -> Double.POSITIVE_INFINITY;
          };
    }
    return size;
  }

  /** What it is due to, for people; empty if to nothing in particular. */
  String reasons(Measure measure) {
    String parts = parts(measure);
    return parts.isEmpty() || parts.startsWith("from ")
        ? parts
        : "most of `%s`: %s".formatted(measure.word(), parts);
  }

  private String parts(Measure measure) {
    return switch (measure) {
      case PARAMS -> Shares.largest(parameters(false));
      case WEIGHT_BYTES -> Shares.largest(parameters(true));
      case MACS -> Shares.largest(shares(node -> Lowering.macs(node, part)));
      case ACTIVATION_BYTES ->
          Shares.largest(
              shares(node -> node.outputs().stream().mapToLong(v -> v.type().bytes()).sum()));
      case PEAK_BYTES -> Shares.largest(memory.of(part).shares());
      case RECEPTIVE_FIELD -> field();
    };
  }

  private List<Share> shares(ToLongFunction<Node> amount) {
    return part.nodes().stream()
        .map(node -> new Share(node.path(), amount.applyAsLong(node)))
        .toList();
  }

  /** Each tensor at the first layer that has it. */
  private List<Share> parameters(boolean bytes) {
    List<Share> shares = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Node node : part.nodes()) {
      for (int index : node.parameters()) {
        Parameter parameter = part.parameters().get(index);
        if (index >= firstParameter && seen.add(index)) {
          long trained =
              parameter.role() == Role.TRAINABLE ? parameter.type().shape().elements() : 0;
          shares.add(new Share(node.path(), bytes ? parameter.type().bytes() : trained));
        }
      }
    }
    return shares;
  }

  /** By how much layers let it grow, or which of them makes it all of the input. */
  private String field() {
    Fields fields = fields();
    List<Share> growth = new ArrayList<>();
    for (Node node : part.nodes()) {
      double before = node.inputs().stream().mapToDouble(v -> size(fields, v)).max().orElse(0);
      double after = size(fields, node.output());
      if (Double.isInfinite(after)) {
        return "from `%s` on it is all of what flows in".formatted(node.path());
      }
      growth.add(new Share(node.path(), Math.max(0, (long) (after - before))));
    }
    return Shares.largest(growth);
  }
}
