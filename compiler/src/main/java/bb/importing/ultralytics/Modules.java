package bb.importing.ultralytics;

import static bb.importing.tables.TableGraph.pair;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.tables.TableGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What the modules of a table compute at inference, a rule for each. */
final class Modules {
  private final Parts parts;
  private final Table table;

  Modules(Parts parts, Table table) {
    this.parts = parts;
    this.table = table;
  }

  /**
   * A module on its way.
   *
   * @param repeats of what is within, or of the module
   */
  record Site(String path, Args args, long repeats, List<Ref> in) {
    Ref x() {
      return in.getFirst();
    }
  }

  @FunctionalInterface
  private interface Rule {
    Ref apply(Modules modules, Site site);
  }

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("Conv", Modules::conv),
          Map.entry("DWConv", Modules::conv),
          Map.entry("Focus", Modules::focus),
          Map.entry("Bottleneck", Modules::bottleneck),
          Map.entry("C3", Modules::c3),
          Map.entry("C2f", Modules::c2f),
          Map.entry("C3k2", Modules::c3k2),
          Map.entry("C2PSA", Modules::c2psa),
          Map.entry("SPP", Modules::spp),
          Map.entry("SPPF", Modules::sppf),
          Map.entry(
              "Concat",
              (m, site) ->
                  m.parts.graph().op(site.path(), "concat", site.in().toArray(Ref[]::new))),
          Map.entry("Classify", Modules::classify),
          Map.entry("nn.Upsample", Modules::upsample),
          Map.entry("nn.ConvTranspose2d", Modules::transposed),
          Map.entry("nn.MaxPool2d", Modules::maxPool),
          Map.entry("nn.ZeroPad2d", Modules::pad),
          Map.entry("nn.BatchNorm2d", (m, site) -> m.parts.norm(site.path(), site.x())),
          Map.entry("nn.Identity", (_, site) -> site.x()));

  /** Those that repeat what is within them, and not themselves. */
  private static final List<String> INNER = List.of("C3", "C2f", "C3k2", "C2PSA");

  static boolean know(String module) {
    return RULES.containsKey(module);
  }

  Ref apply(Site site) {
    String name = site.args().row().module();
    if (site.repeats() == 1 || INNER.contains(name)) {
      return RULES.get(name).apply(this, site);
    }
    Ref x = site.x();
    for (long i = 0; i < site.repeats(); i++) {
      x = RULES.get(name).apply(this, new Site(site.path() + "." + i, site.args(), 1, List.of(x)));
    }
    return x;
  }

  /** How wide a module is, which is not scaled where it has something for each class. */
  private long out(Args args) {
    long wanted = args.whole(0);
    long unscaled = table.anchors() > 0 ? table.anchors() * (table.classes() + 5) : table.classes();
    return wanted == unscaled ? wanted : table.scale().width(wanted);
  }

  private Ref conv(Site site) {
    Args args = site.args();
    long out = out(args);
    boolean depthwise = args.row().module().equals("DWConv");
    long width = parts.graph().width(site.x());
    int rest = depthwise ? 3 : 5; // of one, the groups are not stated
    return parts.conv(
        site.path(),
        new Parts.Conv(
            out,
            args.whole(1, 1),
            args.whole(2, 1),
            depthwise ? -1 : args.whole(3, -1),
            depthwise ? gcd(width, out) : args.whole(4, 1),
            args.whole(rest, 1),
            args.flag(rest + 1, true)),
        site.x());
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Each of four pixels as channels of one. */
  private Ref focus(Site site) {
    Args args = site.args();
    List<Ref> quarters = new ArrayList<>();
    for (List<Long> at :
        List.of(List.of(0L, 0L), List.of(1L, 0L), List.of(0L, 1L), List.of(1L, 1L))) {
      Ref rows = every(site, 1, at.get(0), site.x());
      quarters.add(every(site, 2, at.get(1), rows));
    }
    return parts.conv(
        site.path() + ".conv",
        new Parts.Conv(
            out(args),
            args.whole(1, 1),
            args.whole(2, 1),
            args.whole(3, -1),
            args.whole(4, 1),
            1,
            args.flag(5, true)),
        parts.concat(site.path(), quarters));
  }

  private Ref every(Site site, long axis, long start, Ref x) {
    return parts
        .graph()
        .op(site.path(), "slice", Layers.args("axis", axis, "start", start, "step", 2L), x);
  }

  private Ref bottleneck(Site site) {
    Args args = site.args();
    // the older tables' is narrow first
    List<Long> kernels = args.numbers(3, table.anchors() > 0 ? List.of(1L, 3L) : pair(3));
    return parts.bottleneck(
        site.path(),
        new Parts.Bottleneck(
            out(args), args.flag(1, true), args.whole(2, 1), kernels, args.number(4, 0.5)),
        site.x());
  }

  private Ref c3(Site site) {
    Args args = site.args();
    long out = out(args);
    double share = args.number(3, 0.5);
    parts.module(site.path(), "C3");
    return parts.c3(
        site.path(),
        out,
        site.repeats(),
        new Parts.Bottleneck(
            (long) (out * share), args.flag(1, true), args.whole(2, 1), List.of(1L, 3L), 1),
        share,
        site.x());
  }

  private Ref c2f(Site site) {
    Args args = site.args();
    long out = out(args);
    double share = args.number(3, 0.5);
    Parts.Bottleneck b =
        new Parts.Bottleneck(
            (long) (out * share), args.flag(1, false), args.whole(2, 1), pair(3), 1);
    parts.module(site.path(), "C2f");
    return parts.c2f(
        site.path(),
        out,
        site.repeats(),
        share,
        (path, x) -> parts.bottleneck(path, b, x),
        site.x());
  }

  private Ref c3k2(Site site) {
    Args args = site.args();
    long out = out(args);
    double share = args.number(2, 0.5);
    long hidden = (long) (out * share);
    long groups = args.whole(3, 1);
    boolean shortcut = args.flag(4, true);
    boolean large = List.of("m", "l", "x").contains(table.scale().name());
    boolean deep = args.flag(1, false) || large;
    Parts.Bottleneck b =
        deep
            ? new Parts.Bottleneck(hidden / 2, shortcut, groups, pair(3), 1)
            : new Parts.Bottleneck(hidden, shortcut, groups, pair(3), 0.5);
    parts.module(site.path(), "C3k2");
    return parts.c2f(
        site.path(),
        out,
        site.repeats(),
        share,
        (path, x) -> {
          if (!deep) {
            return parts.bottleneck(path, b, x);
          }
          parts.module(path, "C3k");
          return parts.c3(path, hidden, 2, b, 0.5, x);
        },
        site.x());
  }

  private Ref c2psa(Site site) {
    Args args = site.args();
    long width = parts.graph().width(site.x());
    long hidden = (long) (width * args.number(1, 0.5));
    Ref both = parts.conv(site.path() + ".cv1", 2 * hidden, 1, site.x());
    List<Ref> halves = parts.graph().split(site.path() + ".chunk", both, List.of(hidden, hidden));
    Ref way = halves.get(1);
    for (long i = 0; i < site.repeats(); i++) {
      way = parts.attended(site.path() + ".m." + i, hidden, way);
    }
    Ref joined = parts.concat(site.path(), List.of(halves.get(0), way));
    return parts.conv(site.path() + ".cv2", width, 1, joined);
  }

  private Ref spp(Site site) {
    Args args = site.args();
    Ref x = parts.conv(site.path() + ".cv1", parts.graph().width(site.x()) / 2, 1, site.x());
    List<Ref> all = new ArrayList<>(List.of(x));
    for (long kernel : args.numbers(1, List.of(5L, 9L, 13L))) {
      all.add(parts.pool(site.path() + ".m", kernel, x));
    }
    return parts.conv(site.path() + ".cv2", out(args), 1, parts.concat(site.path(), all));
  }

  private Ref sppf(Site site) {
    Args args = site.args();
    Ref x = parts.conv(site.path() + ".cv1", parts.graph().width(site.x()) / 2, 1, site.x());
    List<Ref> all = new ArrayList<>(List.of(x));
    for (int i = 0; i < 3; i++) {
      all.add(parts.pool(site.path() + ".m", args.whole(1, 5), all.getLast()));
    }
    return parts.conv(site.path() + ".cv2", out(args), 1, parts.concat(site.path(), all));
  }

  private Ref classify(Site site) {
    Args args = site.args();
    TableGraph graph = parts.graph();
    Parts.Conv wide = new Parts.Conv(1280, args.whole(1, 1), args.whole(2, 1), -1, 1, 1, true);
    Ref x = parts.conv(site.path() + ".conv", wide, site.x());
    x = graph.op(site.path() + ".pool", "global_avg_pool", x);
    x = graph.op(site.path() + ".pool", "flatten", x);
    x = graph.linear(site.path() + ".linear", args.whole(0), x, false, 0);
    return graph.op(site.path() + ".softmax", "softmax", x);
  }

  private Ref upsample(Site site) {
    Args args = site.args();
    String mode = args.word(2, "nearest");
    if (!mode.equals("nearest")) {
      throw args.unfit("expected `nearest`, found `%s`".formatted(mode));
    }
    SequencedMap<String, Object> factor = Layers.args("scale_factor", List.of(args.number(1, 2)));
    return parts.graph().op(site.path(), "upsample", factor, site.x());
  }

  private Ref transposed(Site site) {
    Args args = site.args();
    long kernel = args.whole(1);
    return parts
        .graph()
        .transposed(site.path(), out(args), kernel, args.whole(2, 1), args.whole(3, 0), site.x());
  }

  private Ref maxPool(Site site) {
    Args args = site.args();
    long kernel = args.whole(0);
    SequencedMap<String, Object> window =
        Layers.args(
            "kernel", pair(kernel),
            "stride", pair(args.whole(1, kernel)),
            "padding", pair(args.whole(2, 0)));
    return parts.graph().op(site.path(), "max_pool", window, site.x());
  }

  private Ref pad(Site site) {
    List<Long> sides = site.args().numbers(0, List.of());
    if (sides.size() != 4) {
      throw site.args().unfit("expected left, right, top and bottom");
    }
    SequencedMap<String, Object> args =
        Layers.args(
            "left", sides.get(0),
            "right", sides.get(1),
            "top", sides.get(2),
            "bottom", sides.get(3));
    return parts.graph().op(site.path(), "pad", args, site.x());
  }
}
