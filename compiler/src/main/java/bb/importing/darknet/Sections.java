package bb.importing.darknet;

import static bb.importing.tables.TableGraph.pair;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Refusal;
import bb.importing.tables.TableGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** What darknet's sections compute at inference, one rule for each type. */
final class Sections {
  /** What darknet adds to a variance; its trained weights come from the code for GPUs. */
  private static final double EPS = 1e-5;

  private final TableGraph graph;

  /** What is behind a section, by its number. */
  private final List<Ref> made = new ArrayList<>();

  Sections(TableGraph graph) {
    this.graph = graph;
  }

  /**
   * A section on its way.
   *
   * @param in what the section before it makes
   */
  record Site(int index, String path, Options options, Ref in) {
    String act() {
      return path + ".act";
    }

    Refusal misfit(String message, String label) {
      return new Refusal(Diagnostic.at(Code.BB0904, options.section().span(), message, label));
    }
  }

  @FunctionalInterface
  private interface Rule {
    Ref apply(Sections sections, Site site);
  }

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("convolutional", Sections::convolution),
          Map.entry("conv", Sections::convolution),
          Map.entry("connected", Sections::connected),
          Map.entry("conn", Sections::connected),
          Map.entry("batchnorm", (s, site) -> s.graph.bn(site.path(), site.in(), EPS)),
          Map.entry("activation", (s, site) -> s.activated(site, "linear", site.in())),
          Map.entry("maxpool", Sections::maxPool),
          Map.entry("max", Sections::maxPool),
          Map.entry("local_avgpool", Sections::localAverage),
          Map.entry("local_avg", Sections::localAverage),
          Map.entry(
              "avgpool", (s, site) -> s.graph.op(site.path(), "global_avg_pool", s.image(site))),
          Map.entry("avg", (s, site) -> s.graph.op(site.path(), "global_avg_pool", s.image(site))),
          Map.entry("route", Sections::route),
          Map.entry("shortcut", Sections::shortcut),
          Map.entry("scale_channels", Sections::scaled),
          Map.entry("sam", Sections::scaled),
          Map.entry("upsample", Sections::upsample),
          Map.entry("reorg", Sections::reorg),
          Map.entry("reorg3d", Sections::spaceToDepth),
          Map.entry("crop", Sections::crop),
          Map.entry("dropout", Sections::dropout),
          Map.entry("softmax", Sections::softmax),
          Map.entry("soft", Sections::softmax),
          Map.entry("cost", (_, site) -> site.in()),
          Map.entry("empty", (_, site) -> site.in()),
          Map.entry("silence", (_, site) -> site.in()));

  static boolean know(String type) {
    return RULES.containsKey(type);
  }

  Ref apply(Site site) {
    Ref out = RULES.get(site.options().section().type()).apply(this, site);
    made.add(out);
    return out;
  }

  /** A section of which nothing may be read: what makes boxes of what flows in. */
  void head() {
    made.add(null);
  }

  // ---- layers with tensors

  private Ref convolution(Site site) {
    Options options = site.options();
    for (String key : List.of("binary", "xnor", "bin_output")) {
      options.refuse(key, "weights of one bit have no counterpart here");
    }
    for (String key :
        List.of(
            "antialiasing",
            "sway",
            "rotate",
            "stretch",
            "stretch_sway",
            "flipped",
            "coordconv",
            "dontload",
            "dontloadscales")) {
      options.refuse(key, "this kind of convolution has no counterpart here");
    }
    options.refuse("share_index", "weights of another layer");
    Ref x = image(site);
    long kernel = options.whole("size", 1, 1, 1_000);
    long stride = options.size("stride", 1);
    long padding = options.whole("padding", 0, 0, 1_000);
    padding = options.flag("pad") ? kernel / 2 : padding;
    long dilation = options.size("dilation", 1);
    if (kernel == 1) {
      dilation = 1;
    }
    if (dilation > 1 && 2 * padding != kernel - 1) {
      throw options.unfit("dilation", "darknet counts the output's size without it");
    }
    TableGraph.Window window =
        new TableGraph.Window(
            options.size("filters", 1),
            kernel,
            List.of(options.size("stride_y", stride), options.size("stride_x", stride)),
            padding * dilation,
            dilation,
            options.size("groups", 1));
    boolean normed = options.flag("batch_normalize") | options.flag("cbn");
    Ref out =
        normed
            ? graph.normed(site.path() + ".conv", window, x, site.path() + ".bn", EPS)
            : graph.conv(site.path(), window, x, true);
    String activation = options.text("activation", "logistic");
    if (normed && !activation.equals("linear")) {
      graph.graph().places().module(site.path(), "Conv" + kernel);
      return Activations.apply(graph, options, "activation", "logistic", site.act(), out);
    }
    return activated(site, "logistic", out);
  }

  private Ref connected(Site site) {
    Options options = site.options();
    Ref x = flat(site, site.in());
    boolean normed = options.flag("batch_normalize");
    Ref out = graph.linear(site.path(), options.size("output", 1), x, normed, EPS);
    return activated(site, "logistic", out);
  }

  private Ref activated(Site site, String otherwise, Ref x) {
    return Activations.apply(graph, site.options(), "activation", otherwise, site.path(), x);
  }

  // ---- windows

  private Ref maxPool(Site site) {
    site.options().refuse("maxpool_depth", "the largest of channels has no counterpart here");
    site.options().refuse("antialiasing", "this has no counterpart here");
    return pooled(site, "max_pool", Layers.args());
  }

  private Ref localAverage(Site site) {
    return pooled(site, "avg_pool", Layers.args("count_include_pad", false));
  }

  /**
   * Darknet pads by a total, of which the smaller half is before the first; windows beyond the last
   * element see what there is.
   */
  private Ref pooled(Site site, String layer, SequencedMap<String, Object> args) {
    Options options = site.options();
    long stride = options.size("stride", 1);
    long kernel = options.whole("size", stride, 1, 1_000);
    long total = options.whole("padding", kernel - 1, 0, 1_000);
    long rows = options.size("stride_y", stride);
    long columns = options.size("stride_x", stride);
    Ref x = image(site);
    long before = total / 2;
    List<Long> sizes = graph.dims(x).subList(1, 3);
    List<Long> strides = List.of(rows, columns);
    if (sizes.stream().anyMatch(size -> size + total < kernel)) {
      throw site.misfit("a window of %d pixels is larger than its image".formatted(kernel), "");
    }
    args.put("kernel", pair(kernel));
    args.put("stride", strides);
    boolean plain = true;
    boolean ceil = before == 0;
    for (int axis = 0; axis < 2; axis++) {
      long by = strides.get(axis);
      long out = (sizes.get(axis) + total - kernel) / by + 1;
      long free = sizes.get(axis) + 2 * before - kernel;
      plain &= free >= 0 && free / by + 1 == out;
      ceil &= free >= 0 && (free + by - 1) / by + 1 == out && (out - 1) * by < sizes.get(axis);
    }
    if (plain && before <= kernel / 2) {
      args.put("padding", pair(before));
      return graph.op(site.path(), layer, args, x);
    }
    if (ceil) {
      args.put("ceil", true);
      return graph.op(site.path(), layer, args, x);
    }
    if (!layer.equals("max_pool") || total - before > kernel - 1) {
      throw site.misfit(
          "`[%s]` pads the two sides of an image differently".formatted(options.section().type()),
          "`padding` %d".formatted(total));
    }
    // the last pixel again does not change the largest one of a window that holds it
    SequencedMap<String, Object> border =
        Layers.args(
            "left",
            before,
            "right",
            total - before,
            "top",
            before,
            "bottom",
            total - before,
            "mode",
            "replicate");
    return graph.op(site.path(), layer, args, graph.op(site.path(), "pad", border, x));
  }

  // ---- layers that read others

  private Ref route(Site site) {
    Options options = site.options();
    long groups = options.size("groups", 1);
    long group = options.whole("group_id", 0, 0, groups - 1);
    List<Ref> parts = new ArrayList<>();
    for (long layer : options.layers("layers", site.index())) {
      Ref x = read(site, layer);
      long width = graph.width(x);
      if (width % groups != 0) {
        throw options.unfit("groups", "layer %d has %d channels".formatted(layer, width));
      }
      parts.add(
          groups == 1
              ? x
              : channels(site, x, width / groups * group, width / groups * (group + 1)));
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    for (Ref part : parts) {
      alike(site, parts.getFirst(), part);
    }
    return graph.op(site.path(), "concat", parts.toArray(Ref[]::new));
  }

  private Ref channels(Site site, Ref x, long start, long end) {
    SequencedMap<String, Object> args = Layers.args("axis", 0L, "start", start);
    if (end < graph.width(x)) {
      args.put("end", end);
    }
    return graph.op(site.path(), "slice", args, x);
  }

  /** A sum, in as many channels as the layer before has, whatever others have. */
  private Ref shortcut(Site site) {
    Options options = site.options();
    if (!options.text("weights_type", "none").equals("none")) {
      throw options.unfit("weights_type", "a weighted sum has no counterpart here");
    }
    Ref sum = site.in();
    for (long layer : options.layers("from", site.index())) {
      Ref other = thinned(site, read(site, layer), graph.dims(sum));
      alike(site, sum, other);
      long wanted = graph.width(sum);
      long width = graph.width(other);
      if (width > wanted) {
        other = channels(site, other, 0, wanted);
      } else if (width < wanted) {
        SequencedMap<String, Object> more = Layers.args("after", wanted - width, "axis", 0L);
        other = graph.op(site.path(), "pad", more, other);
      }
      sum = graph.op(site.path(), "add", other, sum);
    }
    return activated(site, "linear", sum);
  }

  /** Of an image that is a whole number of times larger, every so many pixels. */
  private Ref thinned(Site site, Ref x, List<Long> wanted) {
    List<Long> dims = graph.dims(x);
    if (dims.size() != 3 || wanted.size() != 3) {
      return x;
    }
    long step = dims.get(1) / wanted.get(1);
    if (step < 2 || dims.get(1) != step * wanted.get(1) || dims.get(2) != step * wanted.get(2)) {
      return x;
    }
    Ref rows = graph.op(site.path(), "slice", Layers.args("axis", 1L, "step", step), x);
    return graph.op(site.path(), "slice", Layers.args("axis", 2L, "step", step), rows);
  }

  /** An image by a number for each channel, for each pixel or for each of both. */
  private Ref scaled(Site site) {
    List<Long> from = site.options().layers("from", site.index());
    site.options().flag("scale_wh"); // as the shapes say
    Ref x = read(site, from.getFirst());
    return activated(site, "linear", graph.op(site.path(), "mul", x, site.in()));
  }

  private Ref read(Site site, long layer) {
    Ref x = made.get((int) layer);
    if (x == null) {
      throw new Refusal(
          Diagnostic.at(
                  Code.BB0905,
                  site.options().section().span(),
                  "layer %d reads layer %d, which makes boxes".formatted(site.index(), layer),
                  "")
              .note("what comes of the boxes is no part of a network here"));
    }
    return x;
  }

  private void alike(Site site, Ref x, Ref y) {
    List<Long> one = graph.dims(x);
    List<Long> other = graph.dims(y);
    if (!one.subList(1, one.size()).equals(other.subList(1, other.size()))) {
      throw site.misfit(
          "`[%s]` cannot combine %s and %s".formatted(site.options().section().type(), one, other),
          "");
    }
  }

  // ---- layers that move what flows

  private Ref upsample(Site site) {
    long stride = site.options().size("stride", 2);
    double scale = site.options().number("scale", 1);
    SequencedMap<String, Object> args = Layers.args("scale_factor", List.of((double) stride));
    Ref out = graph.op(site.path(), "upsample", args, image(site));
    return scale == 1 ? out : graph.op(site.path(), "affine", Layers.args("scale", scale), out);
  }

  /** Darknet reads what flows in as if it had fewer channels, each of a larger image. */
  private Ref reorg(Site site) {
    List<Long> dims = graph.dims(image(site));
    long stride = site.options().size("stride", 1);
    refuseReverse(site);
    long area = stride * stride;
    if (dims.get(0) % area != 0) {
      throw site.misfit(
          "`[reorg]` cannot divide %d channels by %d".formatted(dims.get(0), area), "");
    }
    List<Long> split = List.of(dims.get(0) / area, dims.get(1), stride, dims.get(2), stride);
    return squares(site, split, dims, stride);
  }

  private Ref spaceToDepth(Site site) {
    List<Long> dims = graph.dims(image(site));
    long stride = site.options().size("stride", 1);
    refuseReverse(site);
    List<Long> split =
        List.of(dims.get(0), dims.get(1) / stride, stride, dims.get(2) / stride, stride);
    return squares(site, split, dims, stride);
  }

  private static void refuseReverse(Site site) {
    for (String key : List.of("reverse", "flatten", "extra")) {
      site.options().refuse(key, "this has no counterpart here");
    }
  }

  private Ref squares(Site site, List<Long> split, List<Long> dims, long stride) {
    if (dims.get(1) % stride != 0 || dims.get(2) % stride != 0) {
      throw site.misfit(
          "%d x %d pixels cannot be divided into squares of %d"
              .formatted(dims.get(1), dims.get(2), stride),
          "");
    }
    List<Long> out =
        List.of(dims.get(0) * stride * stride, dims.get(1) / stride, dims.get(2) / stride);
    Ref x = graph.op(site.path(), "reshape", Layers.args("shape", split), site.in());
    x = graph.op(site.path(), "permute", Layers.args("order", List.of(2L, 4L, 0L, 1L, 3L)), x);
    return graph.op(site.path(), "reshape", Layers.args("shape", out), x);
  }

  private Ref crop(Site site) {
    Options options = site.options();
    Ref x = image(site);
    List<Long> sizes = List.of(options.size("crop_height", 1), options.size("crop_width", 1));
    for (int axis = 1; axis < 3; axis++) {
      long size = graph.dims(x).get(axis);
      long wanted = sizes.get(axis - 1);
      if (wanted > size) {
        throw site.misfit("%d of %d pixels cannot be cut out".formatted(wanted, size), "");
      }
      if (wanted < size) {
        long start = (size - wanted) / 2;
        SequencedMap<String, Object> args =
            Layers.args("axis", (long) axis, "start", start, "end", start + wanted);
        x = graph.op(site.path(), "slice", args, x);
      }
    }
    return options.flag("noadjust")
        ? x
        : graph.op(site.path(), "affine", Layers.args("scale", 2.0, "shift", -1.0), x);
  }

  private Ref dropout(Site site) {
    double p = site.options().number("probability", 0.2);
    return graph.op(site.path(), "dropout", Layers.args("p", p), site.in());
  }

  private Ref softmax(Site site) {
    Options options = site.options();
    if (!options.text("tree", "").isEmpty()) {
      throw options.unfit("tree", "a tree of classes has no counterpart here");
    }
    options.refuse("spatial", "this has no counterpart here");
    double temperature = options.number("temperature", 1);
    long groups = options.size("groups", 1);
    Ref x = flat(site, site.in());
    if (temperature != 1) {
      x = graph.op(site.path(), "affine", Layers.args("scale", 1 / temperature), x);
    }
    long width = graph.width(x);
    if (groups == 1) {
      return graph.op(site.path(), "softmax", x);
    }
    if (width % groups != 0) {
      throw options.unfit("groups", "%d numbers flow in".formatted(width));
    }
    List<Long> rows = List.of(groups, width / groups);
    x = graph.op(site.path(), "reshape", Layers.args("shape", rows), x);
    return flat(site, graph.op(site.path(), "softmax", Layers.args("axis", 1L), x));
  }

  // ---- shapes

  private Ref flat(Site site, Ref x) {
    return graph.dims(x).size() == 1 ? x : graph.op(site.path(), "flatten", x);
  }

  /** What flows in as an image, of one pixel if it is none. */
  private Ref image(Site site) {
    List<Long> dims = graph.dims(site.in());
    return dims.size() == 3
        ? site.in()
        : graph.op(
            site.path(),
            "reshape",
            Layers.args("shape", List.of(dims.getFirst(), 1L, 1L)),
            site.in());
  }

  /** What each section reads: the one before it, or those that it names. */
  static List<Long> reads(Options options, int index) {
    long before = index - 1L;
    return switch (options.section().type()) {
      case "route" -> options.layers("layers", index);
      case "shortcut", "scale_channels", "sam" ->
          Stream.concat(Stream.of(before), options.layers("from", index).stream()).toList();
      default -> List.of(before);
    };
  }
}
