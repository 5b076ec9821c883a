package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.read.Const;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Layers of sequences that were written as layers of images one pixel wide. */
final class Sequences {
  private Sequences() {}

  /**
   * {@code permute([1, 0]); reshape([c, t, 1]); conv(out, (k, 1)); reshape([c, t]); permute([1,
   * 0])}.
   */
  static Optional<List<Layer>> convolution(Match match, Layer root) {
    if (!root.is("permute") || root.type().shape().rank() != 2) {
      return Optional.empty();
    }
    Optional<Layer> flat = match.is(root.input(), "reshape");
    Optional<Layer> conv =
        flat.flatMap(f ->
            Optional.of(match.at(f.input())).filter(c -> c.is("conv") || c.is("conv_transpose")));
    Optional<Layer> pad =
        conv.filter(match::inside)
            .flatMap(c -> match.only(c.input(), "pad"))
            .filter(Sequences::isAbove);
    Optional<Layer> image =
        conv.filter(match::inside)
            .flatMap(c -> match.is(pad.map(Layer::input).orElse(c.input()), "reshape"))
            .filter(i -> i.type().shape().rank() == 3 && i.type().shape().dim(-1) == 1);
    Optional<Layer> turned =
        image
            .flatMap(i -> match.is(i.input(), "permute"))
            .filter(t -> t.type().shape().rank() == 2);
    if (turned.isEmpty() || conv.get().type().shape().dim(-1) != 1) {
      return Optional.empty();
    }
    SequencedMap<String, Object> args = new LinkedHashMap<>();
    for (var arg : conv.get().args().entrySet()) {
      Optional<Object> narrow = narrow(arg.getKey(), arg.getValue());
      if (narrow.isEmpty()) {
        return Optional.empty();
      }
      args.put(arg.getKey(), narrow.get());
    }
    if (conv.get().is("conv") && args.get("padding") instanceof Long both) {
      args.put("padding", List.of(both, both));
    }
    if (pad.isPresent()) {
      if (!conv.get().is("conv") || args.containsKey("padding")) {
        return Optional.empty();
      }
      long top = pad.get().args().get("top") instanceof Long number ? number : 0;
      long bottom = pad.get().args().get("bottom") instanceof Long number ? number : 0;
      args.put("padding", List.of(top, bottom));
    }
    SequencedMap<String, Const> weights = new LinkedHashMap<>(conv.get().weights());
    return match
        .make(conv.get().op() + "1d", args, turned.get().inputs(), weights, conv.get().node())
        .filter(layer -> layer.type().shape().equals(root.type().shape()))
        .map(List::of);
  }

  /**
   * {@code reshape([c, t])(conv); slice; permute([1, 0])}: the slice last, of what is a sequence
   * again.
   */
  static Optional<List<Layer>> cut(Match match, Layer root) {
    if (!root.is("permute") || root.type().shape().rank() != 2) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "slice")
        .filter(slice ->
            match
                .is(slice.input(), "reshape")
                .map(flat -> match.at(flat.input()))
                .filter(conv -> conv.is("conv") || conv.is("conv_transpose"))
                .filter(conv -> conv.type().shape().dim(-1) == 1)
                .isPresent())
        .flatMap(slice -> {
          SequencedMap<String, Object> args = new LinkedHashMap<>(slice.args());
          args.put("axis", (long) Moves.order(root).indexOf((long) slice.axis()));
          return match.chain(
              root,
              slice.input(),
              List.of(Map.entry("permute", root.args()), Map.entry("slice", args)));
        });
  }

  /** Whether zeros are put before and behind the tokens only. */
  private static boolean isAbove(Layer pad) {
    return Set.of("top", "bottom").containsAll(pad.args().keySet());
  }

  /** The number along the axis that there is; that of the other does nothing. */
  private static Optional<Object> narrow(String name, Object value) {
    if (!(value instanceof List<?> pair) || pair.size() != 2) {
      return value.equals("same") ? Optional.empty() : Optional.of(value);
    }
    boolean nothing =
        switch (name) {
          case "kernel" -> pair.get(1).equals(1L);
          case "padding", "output_padding" -> pair.get(1).equals(0L);
          default -> true;
        };
    return nothing ? Optional.of(pair.getFirst()) : Optional.empty();
  }
}
