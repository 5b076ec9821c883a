package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/** Norms, and softmax. */
final class Norms {
  private Norms() {}

  static void register(Map<String, Translator> all) {
    all.put("BatchNormalization", Norms::batchNorm);
    all.put("InstanceNormalization", Norms::instanceNorm);
    all.put("GroupNormalization", Norms::groupNorm);
    all.put("LayerNormalization", node -> featureNorm(node, "layer_norm"));
    all.put("RMSNormalization", node -> featureNorm(node, "rms_norm"));
    all.put("LpNormalization", Norms::lengthNorm);
    all.put("Softmax", node -> List.of(softmax(node)));
    all.put(
        "LogSoftmax",
        node -> {
          Flow shares = softmax(node);
          return List.of(node.made(node.layer("log", shares.ref()), shares.batch()));
        });
  }

  private static double eps(Node node) {
    return Elementwise.rounded(node.onnx().number("epsilon", 1e-5f));
  }

  private static List<Value> batchNorm(Node node) {
    if (node.onnx().integer("training_mode", 0) != 0) {
      throw node.refuse("is in training");
    }
    SequencedMap<String, Const> weights = affine(node.constant(1), node.constant(2));
    SequencedMap<String, Object> args = Layers.args("eps", eps(node), "affine", !weights.isEmpty());
    weights.put("running_mean", node.constant(3));
    weights.put("running_var", node.constant(4));
    Flow tokens = node.flow(0);
    if (tokens.rank() == 2 && tokens.batch() < 0) {
      return List.of(node.made(node.layer("bn", args, weights, tokens.ref()), -1));
    }
    if (tokens.rank() > 2 && tokens.batch() < 0 && tokens.dims().getFirst() > 1) {
      // channels go first, where a batch would be if there were one
      List<Long> order = new ArrayList<>(LongStream.range(0, tokens.rank()).boxed().toList());
      Collections.swap(order, 0, 1);
      Ref turned = node.layer("permute", Layers.args("order", order), tokens.ref());
      Ref normed = node.layer("bn", args, weights, turned);
      return List.of(node.made(node.layer("permute", Layers.args("order", order), normed), -1));
    }
    Flow x = node.batched(0);
    Ref made = node.layer("bn", args, weights, Windows.layered(node, x));
    return List.of(Windows.back(node, made, x));
  }

  /** What a norm multiplies by and adds, if that does anything. */
  private static SequencedMap<String, Const> affine(Const scale, Const shift) {
    SequencedMap<String, Const> weights = Layers.none();
    if (!isAlways(scale, 1) || !isAlways(shift, 0)) {
      weights.put("weight", scale);
      weights.put("bias", shift);
    }
    return weights;
  }

  /** Whether training has no part in a tensor, and all of it is one number. */
  private static boolean isAlways(Const tensor, double number) {
    return !tensor.learned() && tensor.uniform().equals(Optional.of(number));
  }

  private static List<Value> instanceNorm(Node node) {
    Flow x = node.batched(0);
    SequencedMap<String, Const> weights = affine(node.constant(1), node.constant(2));
    Ref made =
        node.layer(
            "instance_norm",
            Layers.args("eps", eps(node), "affine", !weights.isEmpty()),
            weights,
            Windows.layered(node, x));
    return List.of(Windows.back(node, made, x));
  }

  private static List<Value> groupNorm(Node node) {
    Flow x = node.batched(0);
    long groups = node.onnx().integer("num_groups", 1);
    long channels = x.inner().getFirst();
    SequencedMap<String, Const> weights =
        affine(each(node.constant(1), channels), each(node.constant(2), channels));
    Ref made =
        node.layer(
            "group_norm",
            Layers.args("groups", groups, "eps", eps(node), "affine", !weights.isEmpty()),
            weights,
            Windows.layered(node, x));
    return List.of(Windows.back(node, made, x));
  }

  /** A number for each channel; older models have one for each group. */
  private static Const each(Const tensor, long channels) {
    long size = channels / tensor.elements();
    return size == 1
        ? tensor
        : new Const(Kind.FLOAT, List.of(channels), i -> tensor.at(i / size), tensor.origin());
  }

  private static List<Value> featureNorm(Node node, String layer) {
    Flow x = node.flow(0);
    long stated = node.onnx().integer("axis", -1);
    int axis = (int) (stated < 0 ? stated + x.rank() : stated);
    List<Long> normed = x.dims().subList(axis, x.rank());
    Const scale = node.constant(1);
    Optional<Const> shift = node.known(2);
    long size = Const.elements(normed);
    if (axis <= x.batch()) {
      throw node.refuse("takes the mean of several examples");
    }
    List<Long> rows = new ArrayList<>(x.dims().subList(0, axis));
    rows.add(size);
    Ref from = normed.size() == 1 ? x.ref() : node.as(x, Value.without(rows, x.batch()));
    boolean plain = isAlways(scale, 1) && shift.map(s -> isAlways(s, 0)).orElse(true);
    SequencedMap<String, Object> args = Layers.args("eps", eps(node), "affine", !plain);
    SequencedMap<String, Const> weights = Layers.none();
    if (!plain) {
      weights.put("weight", spread(scale, size));
      shift.ifPresent(s -> weights.put("bias", spread(s, size)));
    }
    if (layer.equals("layer_norm") && !plain) {
      args.put("bias", shift.isPresent());
    }
    args.putAll(node.along(from, node.dims(from).size() - 1));
    Ref made = node.layer(layer, args, weights, from);
    List<Value> outputs = new ArrayList<>();
    outputs.add(new Flow(node.as(made, x.inner()), x.dims(), x.batch(), Kind.FLOAT));
    if (node.onnx().outputs().size() > 1) {
      outputs.addAll(statistics(node, x, from, axis));
    }
    return outputs;
  }

  /** The mean of each row, and by what the norm multiplies it. */
  private static List<Value> statistics(Node node, Flow x, Ref rows, int axis) {
    SequencedMap<String, Object> last =
        Layers.args("axis", List.of(node.dims(rows).size() - 1L), "keep", true);
    Ref mean = node.layer("mean", last, rows);
    Ref squares = node.layer("square", node.layer("sub", rows, mean));
    Ref biased =
        node.layer("affine", Layers.args("shift", eps(node)), node.layer("mean", last, squares));
    List<Long> dims = new ArrayList<>(x.dims().subList(0, axis));
    dims.addAll(Collections.nCopies(x.rank() - axis, 1L));
    List<Long> inner = Value.without(dims, x.batch());
    return List.of(
        new Flow(node.as(mean, inner), dims, x.batch(), Kind.FLOAT),
        new Flow(node.as(node.layer("rsqrt", biased), inner), dims, x.batch(), Kind.FLOAT));
  }

  private static Const spread(Const tensor, long size) {
    return tensor.elements() == size
        ? tensor.reshaped(List.of(size))
        : new Const(
            Kind.FLOAT, List.of(size), i -> tensor.at(i % tensor.elements()), tensor.origin());
  }

  private static List<Value> lengthNorm(Node node) {
    Flow x = node.flow(0);
    if (node.onnx().integer("p", 2) != 2) {
      throw node.refuse("divides by a sum of magnitudes");
    }
    long axis = node.axis(x, node.onnx().integer("axis", -1));
    return List.of(
        node.made(node.layer("normalize", Layers.args("axis", axis), x.ref()), x.batch()));
  }

  private static Flow softmax(Node node) {
    Flow x = node.flow(0);
    boolean flat = node.opset() < 13;
    long stated = node.onnx().integer("axis", flat ? 1 : -1);
    int axis = (int) (stated < 0 ? stated + x.rank() : stated);
    boolean rest =
        flat
            && x.dims().subList(Math.min(axis + 1, x.rank()), x.rank()).stream()
                .anyMatch(d -> d > 1);
    if (!rest) {
      int inner = node.axis(x, axis);
      Ref made = node.layer("softmax", node.along(x.ref(), inner), x.ref());
      return node.made(made, x.batch());
    }
    if (axis <= x.batch()) {
      throw node.refuse("works along the batch");
    }
    List<Long> rows = new ArrayList<>(x.dims().subList(0, axis));
    rows.add(Const.elements(x.dims().subList(axis, x.rank())));
    Ref row = node.as(x, Value.without(rows, x.batch()));
    Ref made = node.layer("softmax", node.along(row, node.dims(row).size() - 1), row);
    return new Flow(node.as(made, x.inner()), x.dims(), x.batch(), Kind.FLOAT);
  }
}
