package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Products of matrices. */
final class Matrices {
  private Matrices() {}

  static void register(Map<String, Translator> all) {
    all.put("MatMul", node -> List.of(product(node, node.need(0), node.need(1))));
    all.put("Gemm", Matrices::gemm);
  }

  static Flow product(Node node, Value a, Value b) {
    Optional<Flow> pooled = Bins.pooled(node, a, b);
    if (pooled.isPresent()) {
      return pooled.get();
    }
    if (a instanceof Flow x && b instanceof Known(var weight) && weight.rank() == 2) {
      return linear(node, x, weight, Optional.empty());
    }
    int rank = Math.max(a.dims().size(), b.dims().size());
    if (a.dims().size() < 2 || b.dims().size() < 2) {
      return vectors(node, a, b);
    }
    List<Long> left = padded(a.dims(), rank);
    List<Long> right = padded(b.dims(), rank);
    int batch = batch(a, b, rank);
    List<Long> x = Value.without(left, batch);
    List<Long> y = Value.without(right, batch);
    Ref one = tensor(node, a, trimmed(x, y.size() > 2 && product(y) > 1));
    Ref other = tensor(node, b, trimmed(y, x.size() > 2 && product(x) > 1));
    Ref made = node.layer("matmul", one, other);
    List<Long> out = new ArrayList<>();
    for (int i = 0; i < rank - 2; i++) {
      out.add(Math.max(left.get(i), right.get(i)));
    }
    out.add(left.get(rank - 2));
    out.add(right.get(rank - 1));
    return new Flow(node.as(made, Value.without(out, batch)), out, batch, Kind.FLOAT);
  }

  private static long product(List<Long> dims) {
    return Const.elements(dims.subList(0, dims.size() - 2));
  }

  /** A single matrix goes with any number of others. */
  private static List<Long> trimmed(List<Long> dims, boolean others) {
    return others && product(dims) == 1 ? dims.subList(dims.size() - 2, dims.size()) : dims;
  }

  private static Ref tensor(Node node, Value value, List<Long> dims) {
    return switch (value) {
      case Flow flow -> node.as(flow, dims);
      case Known(var tensor) -> node.tensor(tensor.reshaped(dims));
    };
  }

  private static List<Long> padded(List<Long> dims, int rank) {
    List<Long> all = new ArrayList<>(Collections.nCopies(rank - dims.size(), 1L));
    all.addAll(dims);
    return all;
  }

  private static int batch(Value a, Value b, int rank) {
    if (rank < 3) {
      return -1;
    }
    List<Long> out = new ArrayList<>();
    List<Long> left = padded(a.dims(), rank);
    List<Long> right = padded(b.dims(), rank);
    for (int i = 0; i < rank - 2; i++) {
      out.add(Math.max(left.get(i), right.get(i)));
    }
    out.add(0L);
    out.add(0L);
    return Pairs.batch(a, b, out);
  }

  /** A vector is a matrix of one row, or of one column. */
  private static Flow vectors(Node node, Value a, Value b) {
    if (a.dims().isEmpty() || b.dims().isEmpty()) {
      throw node.refuse("multiplies matrices by a number");
    }
    List<Long> row = a.dims().size() == 1 ? List.of(1L, a.dims().getFirst()) : a.dims();
    List<Long> column = b.dims().size() == 1 ? List.of(b.dims().getFirst(), 1L) : b.dims();
    Flow made = product(node, in(node, a, row), in(node, b, column));
    List<Long> out = new ArrayList<>(made.dims());
    if (b.dims().size() == 1) {
      out.removeLast();
    }
    if (a.dims().size() == 1) {
      out.remove(out.size() - (b.dims().size() == 1 ? 1 : 2));
    }
    return node.shaped(made.ref(), out);
  }

  private static Value in(Node node, Value value, List<Long> dims) {
    return switch (value) {
      case Known(var tensor) -> new Known(tensor.reshaped(dims));
      case Flow flow when flow.dims().equals(dims) -> flow;
      case Flow flow -> new Flow(node.as(flow, dims), dims, -1, flow.kind());
    };
  }

  /**
   * A linear layer.
   *
   * @param weight {@code [in, out]}
   */
  static Flow linear(Node node, Flow x, Const weight, Optional<Const> bias) {
    Flow from = x.batch() == x.rank() - 1 ? node.whole(x) : x;
    Ref in = from.ref();
    if (node.dims(in).isEmpty()) {
      in = node.as(in, List.of(1L));
    }
    SequencedMap<String, Object> args = Layers.args("out", weight.dim(1), "bias", bias.isPresent());
    Const matrix = weight.transposed();
    Optional<SequencedMap<String, Const>> lengths = Derived.weightNorm(matrix);
    SequencedMap<String, Const> weights = lengths.orElseGet(() -> Layers.of("weight", matrix));
    bias.ifPresent(b -> weights.put("bias", b));
    if (node.dims(in).size() == 2 && isFilter(matrix, weights)) {
      args.put("kernel", 1L);
      args.put("weight_norm", lengths.isPresent());
      return node.made(node.layer("conv1d", args, weights, in), from.batch());
    }
    if (isStoredOtherwise(matrix)) {
      args.put("transposed", true);
      weights.put("weight", matrix.whole());
    }
    if (lengths.isPresent()) {
      weights.remove("weight_g");
      weights.remove("weight_v");
      weights.putFirst("weight", matrix);
    }
    if (node.dims(in).size() > 2 && node.axes(in) != bb.types.Axes.LAST) {
      args.put("axis", -1L);
    }
    return node.made(node.layer("linear", args, weights, in), from.batch());
  }

  /** Whether the model has a weight as that of a convolution of one token at a time. */
  private static boolean isFilter(Const matrix, SequencedMap<String, Const> weights) {
    Const stored = weights.getOrDefault("weight_v", matrix);
    return stored.data() instanceof Const.Stored(var dims, _, _)
        && dims.size() == 3
        && dims.getLast() == 1;
  }

  /** Whether the model has a weight as {@code [in, out]}, and under a name of its own. */
  private static boolean isStoredOtherwise(Const matrix) {
    Const whole = matrix.whole();
    return matrix.data() != whole.data()
        && matrix.equals(whole.transposed())
        && whole.origin().filter(Names::isMeant).isPresent();
  }

  private static List<Value> gemm(Node node) {
    boolean turnA = node.onnx().integer("transA", 0) != 0;
    boolean turnB = node.onnx().integer("transB", 0) != 0;
    double alpha = node.onnx().number("alpha", 1);
    double beta = node.onnx().number("beta", 1);
    if (!turnA
        && node.need(0) instanceof Flow x
        && node.need(1) instanceof Known(var b)
        && (node.value(2).isEmpty() || node.isKnown(2))) {
      Const matrix = turnB ? b.transposed() : b;
      Optional<Const> bias = node.known(2);
      long out = matrix.dim(1);
      boolean vector =
          bias.map(c -> c.elements() == out && c.dim(-1) == out || c.elements() == 1).orElse(true);
      if (vector) {
        return List.of(
            linear(node, x, scaled(matrix, alpha), bias.map(c -> scaled(repeated(c, out), beta))));
      }
    }
    Value a = turnA ? turned(node, node.need(0)) : node.need(0);
    Value b = turnB ? turned(node, node.need(1)) : node.need(1);
    Flow product = product(node, a, b);
    if (alpha != 1) {
      product =
          node.made(
              node.layer("affine", Layers.args("scale", alpha), product.ref()), product.batch());
    }
    if (node.value(2).isEmpty()) {
      return List.of(product);
    }
    Value c = node.need(2);
    if (beta != 1) {
      c =
          c instanceof Known(var tensor)
              ? new Known(scaled(tensor, beta))
              : Pairs.combined(node, "mul", c, new Known(Const.scalar(Kind.FLOAT, beta)));
    }
    return List.of(Pairs.combined(node, "add", product, c));
  }

  private static Const repeated(Const c, long out) {
    return c.elements() == out
        ? c.reshaped(List.of(out))
        : new Const(c.kind(), List.of(out), _ -> c.at(0), c.origin());
  }

  static Const scaled(Const tensor, double factor) {
    return factor == 1
        ? tensor
        : new Const(tensor.kind(), tensor.dims(), i -> tensor.at(i) * factor, tensor.origin());
  }

  private static Value turned(Node node, Value value) {
    return switch (value) {
      case Known(var tensor) -> new Known(tensor.transposed());
      case Flow flow -> {
        Flow all = node.whole(flow);
        yield node.made(
            node.layer("permute", Layers.args("order", List.of(1L, 0L)), all.ref()), -1);
      }
    };
  }
}
