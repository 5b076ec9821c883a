package bb.importing.lift;

import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ONNX's own attention and rotary embedding, which become what PyTorch's spellings of them do. */
final class Attending {
  private Attending() {}

  static void register(Map<String, Translator> all) {
    all.put("Attention", Attending::attention);
    all.put("RotaryEmbedding", node -> List.of(rotary(node)));
  }

  private static List<Value> attention(Node node) {
    Spelled spelled = new Spelled(node);
    if (node.value(6).isPresent()) {
      throw node.refuse("is told how many keys are no padding");
    }
    boolean flat = node.need(0).dims().size() == 3;
    Value queries = heads(node, 0, "q_num_heads");
    Value keys = grown(node, 4, heads(node, 1, "kv_num_heads"));
    Value values = grown(node, 5, heads(node, 2, "kv_num_heads"));
    if (queries.dims().size() != 4 || keys.dims().size() != 4 || values.dims().size() != 4) {
      throw node.refuse("attends to keys of %s".formatted(keys.dims()));
    }
    long past = node.value(4).map(v -> v.dims().get(2)).orElse(0L);
    double scale = node.onnx().number("scale", 1 / Math.sqrt(queries.dims().get(3)));
    Value products =
        spelled.of(
            "Mul",
            spelled.of(
                "MatMul", queries, spelled.transposed(repeated(node, queries, keys), 0, 1, 3, 2)),
            Spelled.number(scale));
    double most = node.onnx().number("softcap", 0);
    Value scores = products;
    if (most > 0) {
      Value bounded = spelled.of("Tanh", spelled.of("Div", products, Spelled.number(most)));
      scores = spelled.of("Mul", bounded, Spelled.number(most));
    }
    Value biased = biased(node, scores, past);
    Value shares = spelled.of("Softmax", Map.of("axis", -1L), biased);
    if (node.value(3).filter(mask -> mask.kind() == Kind.BOOL).isPresent()) {
      shares = spelled.of("Where", spelled.of("IsNaN", shares), Spelled.number(0), shares);
    }
    Value out = spelled.of("MatMul", shares, repeated(node, queries, values));
    if (flat) {
      List<Long> dims = out.dims();
      out =
          spelled.reshaped(
              spelled.transposed(out, 0, 2, 1, 3),
              dims.get(0),
              dims.get(2),
              dims.get(1) * dims.get(3));
    }
    Value also =
        switch ((int) node.onnx().integer("qk_matmul_output_mode", 0)) {
          case 0 -> most > 0 ? products : scores;
          case 1 -> scores;
          case 2 -> biased;
          case 3 -> shares;
          default -> throw node.refuse("yields scores of another kind");
        };
    return List.of(out, keys, values, also);
  }

  /** Tokens of heads {@code [batch, heads, tokens, features]}. */
  private static Value heads(Node node, int input, String attribute) {
    Value x = node.need(input);
    if (x.dims().size() != 3) {
      return x;
    }
    Spelled spelled = new Spelled(node);
    long heads = node.onnx().integer(attribute, 1);
    List<Long> dims = x.dims();
    return spelled.transposed(
        spelled.reshaped(x, dims.get(0), dims.get(1), heads, dims.get(2) / heads), 0, 2, 1, 3);
  }

  /** Behind those that were there before. */
  private static Value grown(Node node, int before, Value x) {
    return node.value(before)
        .map(past -> new Spelled(node).of("Concat", Map.of("axis", 2L), past, x))
        .orElse(x);
  }

  /** Heads that serve several of the queries each, next to each other. */
  private static Value repeated(Node node, Value queries, Value x) {
    List<Long> d = x.dims();
    long times = queries.dims().get(1) / d.get(1);
    if (times == 1) {
      return x;
    }
    if (times * d.get(1) != queries.dims().get(1)) {
      throw node.refuse("has %d heads of keys for %d".formatted(d.get(1), queries.dims().get(1)));
    }
    Spelled spelled = new Spelled(node);
    Value apart = spelled.of("Unsqueeze", x, Spelled.ints(2));
    Value all =
        spelled.of("Expand", apart, Spelled.ints(d.get(0), d.get(1), times, d.get(2), d.get(3)));
    return spelled.reshaped(all, d.get(0), d.get(1) * times, d.get(2), d.get(3));
  }

  private static Value biased(Node node, Value scores, long past) {
    Spelled spelled = new Spelled(node);
    Value biased = scores;
    Optional<Value> hidden = hidden(node, scores.dims(), past);
    if (hidden.isPresent()) {
      biased = spelled.of("Add", biased, hidden.get());
    }
    Optional<Value> mask = node.value(3);
    if (mask.isEmpty()) {
      return biased;
    }
    if (mask.get().dims().getLast() != (long) scores.dims().getLast()) {
      throw node.refuse("has a mask for only some of the keys");
    }
    Value bias =
        mask.get().kind() == Kind.BOOL
            ? spelled.of(
                "Where", mask.get(), Spelled.number(0), Spelled.number(Double.NEGATIVE_INFINITY))
            : mask.get();
    return spelled.of("Add", biased, bias);
  }

  /** What hides keys that come later, or are too far away. */
  private static Optional<Value> hidden(Node node, List<Long> scores, long past) {
    boolean causal = node.onnx().integer("is_causal", 0) != 0;
    long back = node.onnx().integer("left_window_size", -1);
    long ahead = node.onnx().integer("right_window_size", -1);
    if (!causal && back < 0 && ahead < 0) {
      return Optional.empty();
    }
    long keys = scores.get(3);
    return Optional.of(
        new Known(
            Const.computed(
                Kind.FLOAT,
                scores.subList(2, 4),
                i -> {
                  long behind = i / keys + past - i % keys;
                  boolean seen =
                      (!causal || behind >= 0)
                          && (back < 0 || behind <= back)
                          && (ahead < 0 || -behind <= ahead);
                  return seen ? 0 : Double.NEGATIVE_INFINITY;
                })));
  }

  /** Pairs of features, turned by angles of which the cosines and the sines are given. */
  private static Value rotary(Node node) {
    Spelled spelled = new Spelled(node);
    Value given = node.need(0);
    boolean flat = given.dims().size() == 3;
    Value x = flat ? heads(node, 0, "num_heads") : given;
    long all = x.dims().getLast();
    long stated = node.onnx().integer("rotary_embedding_dim", 0);
    long turned = stated == 0 ? all : stated;
    boolean neighbours = node.onnx().integer("interleaved", 0) != 0;
    Value part = turned == all ? x : spelled.slice(x, 3, 0, turned, 1);
    Value one =
        neighbours
            ? spelled.slice(part, 3, 0, turned, 2)
            : spelled.slice(part, 3, 0, turned / 2, 1);
    Value other =
        neighbours
            ? spelled.slice(part, 3, 1, turned, 2)
            : spelled.slice(part, 3, turned / 2, turned, 1);
    Value cosines = angles(node, 1);
    Value sines = angles(node, 2);
    Value first =
        spelled.of("Sub", spelled.of("Mul", one, cosines), spelled.of("Mul", other, sines));
    Value second =
        spelled.of("Add", spelled.of("Mul", one, sines), spelled.of("Mul", other, cosines));
    List<Value> parts = new ArrayList<>(List.of(first, second));
    if (neighbours) {
      List<Long> dims = part.dims();
      Value pairs =
          spelled.of(
              "Concat",
              Map.of("axis", -1L),
              spelled.of("Unsqueeze", first, Spelled.ints(-1)),
              spelled.of("Unsqueeze", second, Spelled.ints(-1)));
      parts =
          new ArrayList<>(
              List.of(spelled.reshaped(pairs, dims.get(0), dims.get(1), dims.get(2), dims.get(3))));
    }
    if (turned != all) {
      parts.add(spelled.slice(x, 3, turned, all, 1));
    }
    Value out =
        parts.size() == 1
            ? parts.getFirst()
            : spelled.of("Concat", Map.of("axis", -1L), parts.toArray(Value[]::new));
    List<Long> dims = given.dims();
    return flat
        ? spelled.reshaped(
            spelled.transposed(out, 0, 2, 1, 3), dims.get(0), dims.get(1), dims.get(2))
        : out;
  }

  /** A row of the table for each token, the same for all heads. */
  private static Value angles(Node node, int input) {
    Spelled spelled = new Spelled(node);
    Value table = node.need(input);
    Value rows =
        node.value(3)
            .map(places -> spelled.of("Gather", Map.of("axis", 0L), table, places))
            .orElse(table);
    return spelled.of("Unsqueeze", rows, Spelled.ints(1));
  }
}
