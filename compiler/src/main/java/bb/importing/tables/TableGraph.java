package bb.importing.tables;

import bb.importing.layers.LayerGraph;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import bb.types.DType;
import bb.types.TensorType;
import java.util.List;
import java.util.SequencedMap;

/** The layers of a described network in the making, with tensors under the paths that it gives. */
public final class TableGraph {
  private final LayerGraph graph = new LayerGraph();
  private final Numbers numbers;

  public TableGraph(Numbers numbers) {
    this.numbers = numbers;
  }

  /**
   * A convolution.
   *
   * @param stride of the rows, and of the columns
   */
  public record Window(
      long out, long kernel, List<Long> stride, long padding, long dilation, long groups) {
    public Window {
      stride = List.copyOf(stride);
    }

    SequencedMap<String, Object> args(boolean bias) {
      return Layers.args(
          "out", out,
          "kernel", pair(kernel),
          "stride", stride,
          "padding", pair(padding),
          "dilation", pair(dilation),
          "groups", groups,
          "bias", bias);
    }
  }

  public LayerGraph graph() {
    return graph;
  }

  public static List<Long> pair(long n) {
    return List.of(n, n);
  }

  public Ref input(String name, List<Long> dims) {
    return graph.input(name, new TensorType(DType.FLOAT32, LayerGraph.shape(dims)));
  }

  public List<Long> dims(Ref x) {
    return graph.dims(x);
  }

  /** How many channels an image has, or how many numbers a vector. */
  public long width(Ref x) {
    return dims(x).getFirst();
  }

  /** A layer without tensors. */
  public Ref op(String place, String op, SequencedMap<String, Object> args, Ref... inputs) {
    Ref made = graph.add(op, args, List.of(inputs), Layers.none(), place);
    graph.places().put(made, place);
    return made;
  }

  public Ref op(String place, String op, Ref... inputs) {
    return op(place, op, Layers.args(), inputs);
  }

  public List<Ref> split(String place, Ref x, List<Long> sizes) {
    return split(place, x, 0, sizes);
  }

  public List<Ref> split(String place, Ref x, int axis, List<Long> sizes) {
    List<Ref> parts = graph.split(x, axis, sizes, place);
    graph.places().put(parts.getFirst(), place);
    return parts;
  }

  /** A transposed convolution, with a bias. */
  public Ref transposed(String path, long out, long kernel, long stride, long padding, Ref x) {
    SequencedMap<String, Const> weights = Layers.none();
    weights.put("bias", tensor(path, "bias", out));
    List<Long> dims = List.of(width(x), out, kernel, kernel);
    weights.put("weight", numbers.next(path + ".weight", dims));
    SequencedMap<String, Object> args =
        Layers.args(
            "out", out,
            "kernel", pair(kernel),
            "stride", pair(stride),
            "padding", pair(padding));
    return graph.add("conv_transpose", args, List.of(x), weights, path);
  }

  public Ref conv(String path, Window w, Ref x, boolean bias) {
    List<Long> dims = List.of(w.out, Math.max(1, width(x) / w.groups), w.kernel, w.kernel);
    SequencedMap<String, Const> weights = Layers.none();
    if (bias) {
      weights.put("bias", tensor(path, "bias", w.out));
    }
    weights.put("weight", numbers.next(path + ".weight", dims));
    return graph.add("conv", w.args(bias), List.of(x), weights, path);
  }

  /** A convolution without a bias, and the norm behind it. */
  public Ref normed(String conv, Window w, Ref x, String bn, double eps) {
    SequencedMap<String, Const> norm = norm(bn, w.out);
    Ref made = conv(conv, w, x, false);
    return graph.add("bn", Layers.args("eps", eps), List.of(made), norm, bn);
  }

  public Ref bn(String path, Ref x, double eps) {
    return graph.add("bn", Layers.args("eps", eps), List.of(x), norm(path, width(x)), path);
  }

  /** Darknet's order: the shift of a norm comes before the weight, and the rest behind it. */
  public Ref linear(String path, long out, Ref x, boolean normed, double eps) {
    SequencedMap<String, Const> weights = Layers.none();
    Const bias = tensor(normed ? path + ".bn" : path, "bias", out);
    String own = normed ? path + ".fc" : path;
    weights.put("weight", numbers.next(own + ".weight", List.of(out, width(x))));
    if (!normed) {
      weights.put("bias", bias);
    }
    Ref made =
        graph.add("linear", Layers.args("out", out, "bias", !normed), List.of(x), weights, own);
    if (!normed) {
      return made;
    }
    SequencedMap<String, Const> norm = Layers.of("bias", bias);
    for (String name : List.of("weight", "running_mean", "running_var")) {
      norm.put(name, tensor(path + ".bn", name, out));
    }
    return graph.add("bn", Layers.args("eps", eps), List.of(made), norm, path + ".bn");
  }

  private SequencedMap<String, Const> norm(String path, long width) {
    SequencedMap<String, Const> norm = Layers.none();
    for (String name : List.of("bias", "weight", "running_mean", "running_var")) {
      norm.put(name, tensor(path, name, width));
    }
    return norm;
  }

  private Const tensor(String path, String name, long width) {
    return numbers.next(path + "." + name, List.of(width));
  }
}
