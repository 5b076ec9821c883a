package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Windows of volumes that are spelled out as windows of images. */
final class Volumes {
  private static final List<Integer> DEPTH_BEHIND_CHANNELS = List.of(0, 2, 1, 3, 4);

  private Volumes() {}

  /**
   * {@code conv3d(out, (1, kh, kw))} of images that are stacked as the window goes over them:
   * {@code reshape([c, d, h * w]); pad(top: p, bottom: p); concat { | slice | slice … }; reshape([k
   * * c, …])}.
   */
  static Optional<List<Layer>> convolution(Match match, Layer root) {
    if (!root.is("conv3d")
        || root.args().containsKey("groups")
        || !root.weights().containsKey("weight")) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "reshape")
        .flatMap(stacked ->
            match
                .is(stacked.input(), "concat")
                .filter(both -> both.arg("axis", 0L).equals(0L))
                .flatMap(both -> whole(match, root, stacked, both)));
  }

  /** Slices of one tensor, as far apart as a window's rows. */
  private record Rows(Ref from, long count, long step, long apart) {}

  private static Optional<Rows> rows(Match match, Layer stack) {
    List<Layer> slices = stack.inputs().stream().map(match::at).toList();
    if (slices.size() < 2 || slices.stream().anyMatch(l -> !l.is("slice") || l.axis() != 1)) {
      return Optional.empty();
    }
    Layer first = slices.getFirst();
    long apart = (Long) slices.get(1).arg("start", 0L);
    for (int i = 0; i < slices.size(); i++) {
      Layer slice = slices.get(i);
      boolean next =
          slice.input().equals(first.input())
              && slice.arg("start", 0L).equals(apart * i)
              && slice.arg("step", 1L).equals(first.arg("step", 1L));
      if (!next || apart < 1) {
        return Optional.empty();
      }
    }
    return Optional.of(new Rows(first.input(), slices.size(), (Long) first.arg("step", 1L), apart));
  }

  private static Optional<List<Layer>> whole(Match match, Layer root, Layer stacked, Layer stack) {
    Optional<Rows> found = rows(match, stack);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Rows rows = found.get();
    Layer padded = match.at(rows.from());
    boolean pads = padded.is("pad") && Set.of("top", "bottom").containsAll(padded.args().keySet());
    long padding = pads ? (Long) padded.arg("top", 0L) : 0;
    if (pads && !padded.arg("bottom", 0L).equals(padding)) {
      return Optional.empty();
    }
    Ref flat = pads ? padded.input() : rows.from();
    List<Long> from = match.dims(flat);
    List<Long> image = stacked.type().shape().dims();
    Const weight = root.weights().get("weight");
    boolean fits =
        from.size() == 3
            && image.size() == 4
            && image.get(2) * image.get(3) == from.get(2)
            && image.get(0) == rows.count() * from.get(0)
            && weight.rank() == 5
            && weight.dim(2) == 1;
    if (!fits) {
      return Optional.empty();
    }
    SequencedMap<String, Object> args = new LinkedHashMap<>(root.args());
    args.put("kernel", with(root, "kernel", 1, rows.count()));
    args.put("stride", with(root, "stride", 1, rows.step()));
    args.put("padding", with(root, "padding", 0, padding));
    args.put("dilation", with(root, "dilation", 1, rows.apart()));
    SequencedMap<String, Const> weights = new LinkedHashMap<>(root.weights());
    // the stack has the images of one row together, the layer those of one channel
    weights.put(
        "weight",
        weight
            .reshaped(
                List.of(weight.dim(0), rows.count(), from.get(0), weight.dim(3), weight.dim(4)))
            .transposed(DEPTH_BEHIND_CHANNELS));
    List<Long> volume = List.of(from.get(0), from.get(1), image.get(2), image.get(3));
    return match
        .steps(root, flat, List.of(Map.entry("reshape", Layers.args("shape", volume))))
        .flatMap(steps ->
            match
                .weighted("conv3d", args, weights, root, steps.getLast().out())
                .map(made -> List.of(steps.getLast(), made.getLast())));
  }

  /** {@code reshape([c, d, h * w]); conv(out, (k, 1)); reshape}: along the depth only. */
  static Optional<List<Layer>> deep(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "conv")
        .filter(conv -> !conv.args().containsKey("groups") && conv.weights().containsKey("weight"))
        .filter(conv -> sizes(conv, "kernel", 2, 1L).get(1) == 1)
        .filter(conv -> sizes(conv, "stride", 2, 1L).get(1) == 1)
        .filter(conv -> !conv.arg("padding", 0L).equals("same"))
        .filter(conv -> sizes(conv, "padding", 2, 0L).get(1) == 0)
        .flatMap(conv ->
            match
                .is(conv.input(), "reshape")
                .filter(flat -> isFlat(match.dims(flat.input()), flat.type().shape().dims()))
                .flatMap(flat -> {
                  SequencedMap<String, Object> args = new LinkedHashMap<>(conv.args());
                  args.put("kernel", deepened(conv, "kernel", 1L));
                  args.put("stride", deepened(conv, "stride", 1L));
                  args.put("padding", deepened(conv, "padding", 0L));
                  args.put("dilation", deepened(conv, "dilation", 1L));
                  Const weight = conv.weights().get("weight");
                  List<Long> dims = new ArrayList<>(weight.dims());
                  dims.add(1L);
                  SequencedMap<String, Const> weights = new LinkedHashMap<>(conv.weights());
                  weights.put("weight", weight.reshaped(dims));
                  return match
                      .make("conv3d", args, List.of(flat.input()), weights, conv.node())
                      .filter(
                          made -> isFlat(made.type().shape().dims(), conv.type().shape().dims()))
                      .flatMap(made -> reshaped(match, root, made));
                }));
  }

  /**
   * {@code slice(1, step: 2); conv3d(out, 1, stride: (1, 2, 2))}: a window of one image that goes
   * over the depth in strides.
   */
  static Optional<List<Layer>> strided(Match match, Layer root) {
    if (!root.is("conv3d")
        || sizes(root, "kernel", 3, 1L).getFirst() != 1
        || sizes(root, "padding", 3, 0L).getFirst() != 0) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "slice")
        .filter(slice -> slice.axis() == 1 && slice.arg("start", 0L).equals(0L))
        .filter(slice -> slice.args().containsKey("step"))
        .flatMap(slice -> {
          SequencedMap<String, Object> args = new LinkedHashMap<>(root.args());
          long depth = sizes(root, "stride", 3, 1L).getFirst();
          args.put("stride", with(root, "stride", 1, depth * (Long) slice.args().get("step")));
          return match.weighted("conv3d", args, root.weights(), root, slice.input());
        });
  }

  /** A layer under the shape that another has. */
  private static Optional<List<Layer>> reshaped(Match match, Layer root, Layer made) {
    if (made.type().shape().equals(root.type().shape())) {
      return Optional.of(List.of(made));
    }
    match.remember(made);
    return match
        .make("reshape", root.args(), List.of(made.out()), Layers.none(), root.node())
        .map(reshape -> List.of(made, reshape));
  }

  private static List<Long> deepened(Layer conv, String name, Object otherwise) {
    List<Long> sizes = sizes(conv, name, 2, otherwise);
    sizes.add(sizes.get(1));
    return sizes;
  }

  /** Whether each image of a volume lies in a row. */
  private static boolean isFlat(List<Long> volume, List<Long> flat) {
    return volume.size() == 4
        && flat.size() == 3
        && volume.subList(0, 2).equals(flat.subList(0, 2))
        && volume.get(2) * volume.get(3) == flat.get(2);
  }

  /**
   * {@code conv_transpose3d(k * out, (1, h, w)); reshape([k * out, d, h * w]); split(k);
   * concat(-1); reshape([out, d * k, h, w])}.
   */
  static Optional<List<Layer>> transposed(Match match, Layer root) {
    if (!root.is("reshape") || root.type().shape().rank() != 4) {
      return Optional.empty();
    }
    Layer rows = match.at(root.input());
    boolean joins =
        rows.is("concat")
            && List.of(2L, -1L).contains(rows.arg("axis", 0L))
            && rows.type().shape().rank() == 3;
    if (!joins) {
      return Optional.empty();
    }
    List<Layer> parts = rows.inputs().stream().map(match::at).toList();
    long out = root.type().shape().dim(0);
    Ref from = parts.getFirst().is("slice") ? parts.getFirst().input() : rows.out();
    for (int i = 0; i < parts.size(); i++) {
      Layer part = parts.get(i);
      boolean next =
          part.is("slice")
              && part.input().equals(from)
              && part.axis() == 0
              && !part.args().containsKey("step")
              && part.arg("start", 0L).equals(out * i)
              && part.type().shape().dim(0) == out;
      if (!next) {
        return Optional.empty();
      }
    }
    return match
        .is(from, "reshape")
        .flatMap(flat ->
            match
                .is(flat.input(), "conv_transpose3d")
                .filter(wide -> isFlat(wide.type().shape().dims(), flat.type().shape().dims()))
                .filter(wide -> wide.type().shape().dim(0) == out * parts.size())
                .filter(wide -> !wide.args().containsKey("groups"))
                .filter(wide -> wide.weights().containsKey("weight"))
                .filter(wide -> sizes(wide, "kernel", 3, 1L).get(0) == 1)
                .flatMap(wide -> {
                  long count = parts.size();
                  SequencedMap<String, Object> args = new LinkedHashMap<>(wide.args());
                  args.put("out", out);
                  args.put("kernel", with(wide, "kernel", 1, count));
                  args.put("stride", with(wide, "stride", 1, count));
                  Const weight = wide.weights().get("weight");
                  SequencedMap<String, Const> weights =
                      Layers.of(
                          "weight",
                          weight
                              .reshaped(
                                  List.of(weight.dim(0), count, out, weight.dim(3), weight.dim(4)))
                              .transposed(DEPTH_BEHIND_CHANNELS));
                  Const biases = wide.weights().get("bias");
                  if (biases != null) {
                    Optional<Const> bias = repeated(biases, parts.size());
                    if (bias.isEmpty()) {
                      return Optional.empty();
                    }
                    weights.put("bias", bias.get());
                  }
                  return match
                      .make("conv_transpose3d", args, wide.inputs(), weights, wide.node())
                      .filter(made -> made.type().shape().equals(root.type().shape()))
                      .map(List::of);
                }));
  }

  /** The tensor that a concatenation is of, so many times. */
  private static Optional<Const> repeated(Const whole, int count) {
    List<Const> parts = whole.parts();
    return parts.size() == count && parts.stream().distinct().count() == 1
        ? Optional.of(parts.getFirst())
        : Optional.empty();
  }

  /** {@code max_pool3d((1, h, w)); reshape([c, d, h * w]); max_pool((k, 1))}. */
  static Optional<List<Layer>> pool(Match match, Layer root) {
    if (!root.is("max_pool") && !root.is("avg_pool")) {
      return Optional.empty();
    }
    return Optional.of(root)
        .filter(deep -> sizes(deep, "kernel", 2, 1).get(1) == 1)
        .filter(deep -> sizes(deep, "stride", 2, deep.args().get("kernel")).get(1) == 1)
        .flatMap(deep -> match.only(deep.input(), "reshape"))
        .flatMap(flat ->
            match
                .only(flat.input(), root.op() + "3d")
                .filter(wide -> sizes(wide, "kernel", 3, 1).get(0) == 1)
                .filter(wide -> isFlat(wide.type().shape().dims(), flat.type().shape().dims()))
                .flatMap(wide -> pool(match, root, wide)));
  }

  private static Optional<List<Layer>> pool(Match match, Layer deep, Layer wide) {
    SequencedMap<String, Object> args = new LinkedHashMap<>(wide.args());
    for (String name : List.of("kernel", "stride", "padding")) {
      Object plain = name.equals("padding") ? (Object) 0L : 1L;
      boolean strides = name.equals("stride");
      List<Long> sizes =
          new ArrayList<>(sizes(wide, name, 3, strides ? wide.args().get("kernel") : plain));
      sizes.set(0, sizes(deep, name, 2, strides ? deep.args().get("kernel") : plain).get(0));
      args.put(name, sizes);
    }
    if (args.get("stride").equals(args.get("kernel"))) {
      args.remove("stride"); // which is as large unless stated
    }
    List<Long> dims = deep.type().shape().dims();
    return match
        .chain(
            deep,
            wide.input(),
            List.of(Map.entry(wide.op(), args), Map.entry("reshape", Layers.args("shape", dims))))
        .filter(made -> isFlat(made.getFirst().type().shape().dims(), dims));
  }

  private static List<Long> sizes(Layer layer, String name, int axes, Object otherwise) {
    Object value = layer.arg(name, otherwise);
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      sizes.add(value instanceof List<?> list ? (Long) list.get(i) : (Long) value);
    }
    return sizes;
  }

  private static List<Long> with(Layer root, String name, long otherwise, long depth) {
    List<Long> sizes = sizes(root, name, 3, otherwise);
    sizes.set(0, depth);
    return sizes;
  }
}
