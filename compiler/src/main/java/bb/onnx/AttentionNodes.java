package bb.onnx;

import bb.kernel.Kernel;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Attention by its formula. Operands become {@code [batch, heads, tokens, features of each]}, or
 * {@code [batch, sequences, heads, ...]} if an example holds several.
 */
final class AttentionNodes {
  private final Nodes nodes;
  private final Map<List<Long>, String> masks = new HashMap<>();

  AttentionNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  String attention(Kernel.Attention kernel, List<Value> inputs, Shape out) {
    long t = inputs.get(0).type().shape().dim(0) / kernel.batch();
    long s = inputs.get(1).type().shape().dim(0) / kernel.batch();
    String queries = swap(heads(kernel, inputs.get(0), kernel.heads()));
    String keys = shared(kernel, inputs.get(1), true);
    String values = shared(kernel, inputs.get(2), false);
    String products = nodes.add("MatMul", List.of(queries, keys));
    String scores = nodes.add("Mul", List.of(products, nodes.scalar(kernel.scale())));
    for (int i = 0; i < kernel.biases().size(); i++) {
      String bias = bias(kernel, kernel.biases().get(i), nodes.name(inputs.get(3 + i)));
      scores = nodes.add("Add", List.of(scores, bias));
    }
    if (kernel.offset().isPresent()) {
      scores = nodes.add("Add", List.of(scores, mask(t, s, kernel.offset().get())));
    }
    String shares = nodes.add("Softmax", List.of(scores), Attributes.of("axis", -1));
    if (!kernel.biases().isEmpty()) {
      shares = withoutKeys(scores, shares);
    }
    String mixed = nodes.add("MatMul", List.of(shares, values));
    return nodes.reshape(swap(new Heads(mixed, lead(kernel).size())), out);
  }

  /** A tensor {@code [batch, ..., tokens, heads, features of each]}, or heads before tokens. */
  private record Heads(String name, int lead) {}

  private static List<Long> lead(Kernel.Attention kernel) {
    return kernel.batch() > 1 ? List.of(kernel.batch()) : List.of();
  }

  private Heads heads(Kernel.Attention kernel, Value value, long heads) {
    Shape shape = value.type().shape();
    List<Long> dims = new ArrayList<>(lead(kernel));
    dims.addAll(List.of(shape.dim(0) / kernel.batch(), heads, shape.dim(1) / heads));
    return new Heads(nodes.reshape(nodes.name(value), dims), lead(kernel).size());
  }

  /** Exchanges tokens and heads. */
  private String swap(Heads x) {
    return transpose(x, 1, 0, 2);
  }

  private String transpose(Heads x, long... last) {
    long first = 1 + x.lead();
    return nodes.transpose(
        x.name(),
        LongStream.concat(LongStream.range(0, first), LongStream.of(last).map(a -> first + a))
            .boxed()
            .toArray(Long[]::new));
  }

  /** Keys, turned, or values, each for all heads that share them. */
  private String shared(Kernel.Attention kernel, Value value, boolean turned) {
    Heads x = heads(kernel, value, kernel.keyHeads());
    String result = turned ? transpose(x, 1, 2, 0) : swap(x);
    if (kernel.heads() == kernel.keyHeads()) {
      return result;
    }
    Shape shape = value.type().shape();
    long tokens = shape.dim(0) / kernel.batch();
    long size = shape.dim(1) / kernel.keyHeads();
    List<Long> matrix = turned ? List.of(size, tokens) : List.of(tokens, size);
    String apart = nodes.reshape(result, dims(kernel, matrix, kernel.keyHeads(), 1L));
    List<Long> all = dims(kernel, matrix, kernel.keyHeads(), kernel.heads() / kernel.keyHeads());
    all.addFirst(1L);
    String repeated = nodes.add("Expand", List.of(apart, nodes.ints(all)));
    return nodes.reshape(repeated, dims(kernel, matrix, kernel.heads()));
  }

  private static List<Long> dims(Kernel.Attention kernel, List<Long> matrix, Long... heads) {
    List<Long> dims = new ArrayList<>(lead(kernel));
    dims.addAll(List.of(heads));
    dims.addAll(matrix);
    return dims;
  }

  private String bias(Kernel.Attention kernel, Kernel.Attention.Bias bias, String name) {
    List<Long> dims = new ArrayList<>(List.of(bias.heads(), bias.queries(), bias.keys()));
    if (kernel.batch() > 1) {
      dims.addFirst(bias.batch());
    }
    return nodes.reshape(name, dims);
  }

  /** The weights of queries that see no key: 0, and not NaN or those of equal scores. */
  private String withoutKeys(String scores, String shares) {
    String most = nodes.add("ReduceMax", List.of(scores, nodes.ints(-1)));
    String none = nodes.add("LessOrEqual", List.of(most, nodes.scalar(Kernel.Attention.UNSEEN)));
    return nodes.add("Where", List.of(none, nodes.scalar(0), shares));
  }

  /** What hides later keys: minus infinity above a diagonal, and 0 elsewhere. */
  private String mask(long queries, long keys, long offset) {
    return masks.computeIfAbsent(
        List.of(queries, keys, offset),
        _ -> {
          Shape shape = Shape.of(queries, keys);
          String hidden =
              nodes.add(
                  "Expand",
                  List.of(nodes.scalar(Float.NEGATIVE_INFINITY), nodes.ints(shape.dims())));
          return nodes.add(
              "Trilu", List.of(hidden, nodes.ints(1 + offset)), Attributes.of("upper", 1));
        });
  }
}
