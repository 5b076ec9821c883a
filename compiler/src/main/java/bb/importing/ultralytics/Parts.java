package bb.importing.ultralytics;

import static bb.importing.tables.TableGraph.pair;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.tables.TableGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** What modules are made of, each under the name of its attribute. */
final class Parts {
  /** That of all norms, which the trainer sets. */
  private static final double EPS = 1e-3;

  private final TableGraph graph;
  private final Activation activation;

  Parts(TableGraph graph, Activation activation) {
    this.graph = graph;
    this.activation = activation;
  }

  TableGraph graph() {
    return graph;
  }

  /**
   * A convolution with its norm.
   *
   * @param padding -1 for half of the kernel
   */
  record Conv(
      long out, long kernel, long stride, long padding, long groups, long dilation, boolean act) {
    static Conv of(long out, long kernel) {
      return new Conv(out, kernel, 1, -1, 1, 1, true);
    }

    Conv grouped(long n) {
      return new Conv(out, kernel, stride, padding, n, dilation, act);
    }

    Conv plain() {
      return new Conv(out, kernel, stride, padding, groups, dilation, false);
    }

    TableGraph.Window window() {
      long half = (dilation * (kernel - 1) + 1) / 2;
      return new TableGraph.Window(
          out, kernel, pair(stride), padding < 0 ? half : padding, dilation, groups);
    }
  }

  Ref conv(String path, Conv conv, Ref x) {
    Ref out = graph.normed(path + ".conv", conv.window(), x, path + ".bn", EPS);
    if (!conv.act()) {
      return out;
    }
    String kind = conv.groups() > 1 ? "DWConv" : "Conv";
    module(path, kind + conv.kernel());
    return activation.apply(graph, path + ".act", out);
  }

  Ref conv(String path, long out, long kernel, Ref x) {
    return conv(path, Conv.of(out, kernel), x);
  }

  /** A convolution without a norm. */
  Ref plain(String path, long out, Ref x) {
    return graph.conv(path, new TableGraph.Window(out, 1, pair(1), 0, 1, 1), x, true);
  }

  void module(String path, String name) {
    graph.graph().places().module(path, name);
  }

  Ref norm(String path, Ref x) {
    return graph.bn(path, x, EPS);
  }

  Ref activated(String path, Ref x) {
    return activation.apply(graph, path + ".act", x);
  }

  Ref concat(String path, List<Ref> parts) {
    return graph.op(path + ".cat", "concat", parts.toArray(Ref[]::new));
  }

  Ref pool(String place, long kernel, Ref x) {
    SequencedMap<String, Object> args =
        Layers.args("kernel", pair(kernel), "stride", pair(1), "padding", pair(kernel / 2));
    return graph.op(place, "max_pool", args, x);
  }

  /**
   * @param kernels of both convolutions
   * @param share of the channels that are between
   */
  record Bottleneck(long out, boolean shortcut, long groups, List<Long> kernels, double share) {
    Bottleneck {
      kernels = List.copyOf(kernels);
    }
  }

  Ref bottleneck(String path, Bottleneck b, Ref x) {
    long hidden = (long) (b.out() * b.share());
    Ref inner = conv(path + ".cv1", hidden, b.kernels().get(0), x);
    Ref out = conv(path + ".cv2", Conv.of(b.out(), b.kernels().get(1)).grouped(b.groups()), inner);
    module(path, "Bottleneck");
    return b.shortcut() && graph.width(x) == b.out() ? graph.op(path + ".add", "add", x, out) : out;
  }

  /** Two ways, one of them through bottlenecks. */
  Ref c3(String path, long out, long n, Bottleneck b, double share, Ref x) {
    long hidden = (long) (out * share);
    Ref way = conv(path + ".cv1", hidden, 1, x);
    for (long i = 0; i < n; i++) {
      way = bottleneck(path + ".m." + i, b, way);
    }
    Ref joined = concat(path, List.of(way, conv(path + ".cv2", hidden, 1, x)));
    return conv(path + ".cv3", out, 1, joined);
  }

  /** One of a run of modules. */
  @FunctionalInterface
  interface Inner {
    Ref apply(String path, Ref x);
  }

  /** Half of what flows passes modules, and all that flowed is joined. */
  Ref c2f(String path, long out, long n, double share, Inner inner, Ref x) {
    long hidden = (long) (out * share);
    Ref both = conv(path + ".cv1", 2 * hidden, 1, x);
    List<Ref> flowed = new ArrayList<>(graph.split(path + ".chunk", both, List.of(hidden, hidden)));
    for (long i = 0; i < n; i++) {
      flowed.add(inner.apply(path + ".m." + i, flowed.getLast()));
    }
    return conv(path + ".cv2", out, 1, concat(path, flowed));
  }

  /** Attention between the pixels, and a network of each. */
  Ref attended(String path, long width, Ref x) {
    Ref seen = graph.op(path + ".add", "add", x, attention(path + ".attn", width, x));
    Ref wide = conv(path + ".ffn.0", 2 * width, 1, seen);
    Ref out = conv(path + ".ffn.1", Conv.of(width, 1).plain(), wide);
    module(path, "PSABlock");
    return graph.op(path + ".add", "add", seen, out);
  }

  private Ref attention(String path, long width, Ref x) {
    long heads = Math.max(1, width / 64);
    long head = width / heads;
    long key = head / 2;
    List<Long> dims = graph.dims(x);
    long pixels = dims.get(1) * dims.get(2);
    Ref all = conv(path + ".qkv", Conv.of(width + 2 * key * heads, 1).plain(), x);
    Ref rows = reshape(path, all, List.of(heads, 2 * key + head, pixels));
    List<Ref> parts = graph.split(path, rows, 1, List.of(key, key, head));
    Ref queries = turned(path, parts.get(0));
    Ref fits = graph.op(path, "matmul", queries, parts.get(1));
    Ref scaled = graph.op(path, "affine", Layers.args("scale", 1 / Math.sqrt(key)), fits);
    Ref weights = graph.op(path, "softmax", Layers.args("axis", 2L), scaled);
    Ref seen = reshape(path, graph.op(path, "matmul", parts.get(2), turned(path, weights)), dims);
    Ref values = reshape(path, parts.get(2), dims);
    Ref places = conv(path + ".pe", Conv.of(width, 3).grouped(width).plain(), values);
    Ref sum = graph.op(path, "add", seen, places);
    return conv(path + ".proj", Conv.of(width, 1).plain(), sum);
  }

  private Ref turned(String path, Ref x) {
    return graph.op(path, "permute", Layers.args("order", List.of(0L, 2L, 1L)), x);
  }

  Ref reshape(String path, Ref x, List<Long> dims) {
    return graph.op(path, "reshape", Layers.args("shape", dims), x);
  }
}
