package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

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
    Flow x = node.batched(0);
    SequencedMap<String, Const> weights = Layers.none();
    boolean affine =
        node.constant(1).learned()
            || node.constant(2).learned()
            || !node.constant(1).uniform().equals(Optional.of(1.0))
            || !node.constant(2).uniform().equals(Optional.of(0.0));
    if (affine) {
      weights.put("weight", node.constant(1));
      weights.put("bias", node.constant(2));
    }
    weights.put("running_mean", node.constant(3));
    weights.put("running_var", node.constant(4));
    Ref made =
        node.layer(
            "bn",
            Layers.args("eps", eps(node), "affine", affine),
            weights,
            Windows.layered(node, x));
    return List.of(Windows.back(node, made, x));
  }

  private static boolean trivial(Const scale, Const shift) {
    return !scale.learned()
        && !shift.learned()
        && scale.uniform().equals(Optional.of(1.0))
        && shift.uniform().equals(Optional.of(0.0));
  }

  private static List<Value> instanceNorm(Node node) {
    Flow x = node.batched(0);
    Const scale = node.constant(1);
    Const shift = node.constant(2);
    boolean affine = !trivial(scale, shift);
    SequencedMap<String, Const> weights = Layers.none();
    if (affine) {
      weights.put("weight", scale);
      weights.put("bias", shift);
    }
    Ref made =
        node.layer(
            "instance_norm",
            Layers.args("eps", eps(node), "affine", affine),
            weights,
            Windows.layered(node, x));
    return List.of(Windows.back(node, made, x));
  }

  private static List<Value> groupNorm(Node node) {
    Flow x = node.batched(0);
    long groups = node.onnx().integer("num_groups", 1);
    long channels = x.inner().getFirst();
    Const scale = node.constant(1);
    Const shift = node.constant(2);
    boolean affine = !trivial(scale, shift);
    SequencedMap<String, Const> weights = Layers.none();
    if (affine) {
      weights.put("weight", each(scale, channels));
      weights.put("bias", each(shift, channels));
    }
    Ref made =
        node.layer(
            "group_norm",
            Layers.args("groups", groups, "eps", eps(node), "affine", affine),
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
    boolean plain =
        !scale.learned()
            && scale.uniform().equals(Optional.of(1.0))
            && shift.map(s -> !s.learned() && s.uniform().equals(Optional.of(0.0))).orElse(true);
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
    return List.of(new Flow(node.as(made, x.inner()), x.dims(), x.batch(), Kind.FLOAT));
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
