package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Windows.Window;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Convolutions whose windows look where a tensor says. */
final class Deformed {
  private Deformed() {}

  static void register(Map<String, Translator> all) {
    all.put("DeformConv", Deformed::convolution);
  }

  /**
   * {@code x, weight, offsets, bias?, mask?}; offsets are y and x of each element of the window in
   * turn, for each group of channels, in both.
   */
  private static List<Value> convolution(Node node) {
    Flow x = node.batched(0);
    Const weight = node.constant(1);
    if (weight.rank() != 4) {
      throw node.refuse("slides over %d axes".formatted(weight.rank() - 2));
    }
    Window w = Window.of(node, weight.dims().subList(2, 4), x.dims().subList(2, x.rank()));
    SequencedMap<String, Object> args =
        Layers.args("out", weight.dim(0), "kernel", w.kernel(), "stride", w.strides());
    Flow from = x;
    if (w.symmetric()) {
      args.put("padding", w.before());
    } else {
      // zeros at the edge are what is outside of the image
      from = Windows.padded(node, x, w.before(), w.after(), 0);
    }
    args.put("dilation", w.dilations());
    args.put("groups", node.onnx().integer("group", 1));
    SequencedMap<String, Const> weights = Layers.of("weight", weight);
    Optional<Const> bias = node.known(3);
    args.put("bias", bias.isPresent());
    bias.ifPresent(b -> weights.put("bias", b));
    List<Ref> inputs = new ArrayList<>(List.of(from.ref(), node.batched(2).ref()));
    if (node.value(4).isPresent()) {
      args.put("mask", true);
      inputs.add(node.batched(4).ref());
    }
    Ref made = node.layer("deform_conv", args, weights, inputs.toArray(Ref[]::new));
    return List.of(node.made(made, 0));
  }
}
