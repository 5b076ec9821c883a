package bb.importing.ultralytics;

import bb.importing.layers.LayerGraph;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.tables.TableGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The last module of a table, which makes the network's outputs, and what these are. */
final class Heads {
  private static final Set<String> NAMES = Set.of("Detect", "Segment", "Pose", "OBB");

  /** Distances of an edge from the middle of its cell that have a probability each. */
  private static final long DISTANCES = 16;

  private final Parts parts;
  private final Table table;

  Heads(Parts parts, Table table) {
    this.parts = parts;
    this.table = table;
  }

  static boolean know(String module) {
    return NAMES.contains(module);
  }

  /** Adds the outputs. */
  String apply(Modules.Site site) {
    return table.anchors() > 0 ? anchored(site) : free(site);
  }

  // ---- boxes by anchors

  private String anchored(Modules.Site site) {
    Args args = site.args();
    boolean masks = args.row().module().equals("Segment");
    if (!masks && !args.row().module().equals("Detect")) {
      throw args.unfit("a head of tables without `anchors`");
    }
    long more = masks ? args.whole(2, 32) : 0;
    long each = table.classes() + 5 + more;
    LayerGraph graph = parts.graph().graph();
    for (int i = 0; i < site.in().size(); i++) {
      String path = "%s.m.%d".formatted(site.path(), i);
      graph.output("level" + i, parts.plain(path, table.anchors() * each, site.in().get(i)));
    }
    if (masks) {
      graph.output("protos", protos(site, more, table.scale().width(args.whole(3, 256))));
    }
    return "level0 to level%d: %d boxes of x, y, width, height, objectness and %d classes%s for each cell."
        .formatted(
            site.in().size() - 1,
            table.anchors(),
            table.classes(),
            masks ? " and %d factors of protos".formatted(more) : "");
  }

  // ---- boxes by distances

  private String free(Modules.Site site) {
    TableGraph graph = parts.graph();
    long first = graph.width(site.in().getFirst());
    long wide = Math.max(16, Math.max(first / 4, 4 * DISTANCES));
    long classWide = Math.max(first, Math.min(table.classes(), 100));
    boolean newer = table.rows().stream().anyMatch(row -> row.module().equals("C3k2"));
    Ref sides = tower(site, "cv2", wide, 4 * DISTANCES, false);
    Ref scores = tower(site, "cv3", classWide, table.classes(), newer);
    String says = "";
    Args args = site.args();
    switch (args.row().module()) {
      case "Segment" -> {
        long masks = args.whole(1, 32);
        graph
            .graph()
            .output("protos", protos(site, masks, table.scale().width(args.whole(2, 256))));
        output("masks", extra(site, masks));
        says = "\n\nmasks: for each box, factors of protos, whose sum is its mask.";
      }
      case "Pose" -> {
        long numbers = table.points().stream().reduce(1L, Math::multiplyExact);
        output("points", extra(site, numbers));
        says = "\n\npoints: for each box, %s numbers of keypoints.".formatted(numbers);
      }
      case "OBB" -> {
        output("angles", extra(site, args.whole(1, 1)));
        says = "\n\nangles: for each box, before the sigmoid.";
      }
      default -> {}
    }
    distances(site, sides);
    output("scores", graph.op(site.path() + ".sigmoid", "sigmoid", scores));
    return "boxes: how far left, top, right and bottom are from the middle of each cell, in cells, level by"
        + " level and row by row.\n\nscores: how likely each of %d classes is there.%s"
            .formatted(table.classes(), says);
  }

  private void output(String name, Ref ref) {
    parts.graph().graph().output(name, ref);
  }

  private Ref extra(Modules.Site site, long out) {
    long first = parts.graph().width(site.in().getFirst());
    return tower(site, "cv4", Math.max(first / 4, out), out, false);
  }

  /** Three convolutions of each level, and all cells in one row. */
  private Ref tower(Modules.Site site, String name, long hidden, long out, boolean depthwise) {
    List<Ref> levels = new ArrayList<>();
    for (int i = 0; i < site.in().size(); i++) {
      String path = "%s.%s.%d".formatted(site.path(), name, i);
      Ref x = site.in().get(i);
      for (int j = 0; j < 2; j++) {
        String inner = path + "." + j;
        if (depthwise) {
          long width = parts.graph().width(x);
          x = parts.conv(inner + ".0", Parts.Conv.of(width, 3).grouped(width), x);
          x = parts.conv(inner + ".1", hidden, 1, x);
        } else {
          x = parts.conv(inner, hidden, 3, x);
        }
      }
      x = parts.plain(path + ".2", out, x);
      List<Long> dims = parts.graph().dims(x);
      levels.add(parts.reshape(path + ".cells", x, List.of(out, dims.get(1) * dims.get(2))));
    }
    return levels.size() == 1
        ? levels.getFirst()
        : parts
            .graph()
            .op(
                site.path() + "." + name + "cat",
                "concat",
                Layers.args("axis", 1L),
                levels.toArray(Ref[]::new));
  }

  /** Of each edge the mean of its distances. */
  private void distances(Modules.Site site, Ref sides) {
    TableGraph graph = parts.graph();
    String path = site.path() + ".dfl";
    long cells = graph.dims(sides).get(1);
    Ref x = parts.reshape(path, sides, List.of(4L, DISTANCES, cells));
    x = graph.op(path, "permute", Layers.args("order", List.of(1L, 0L, 2L)), x);
    // whose channels are the distances, which an image's are its first axis
    x = parts.reshape(path, graph.op(path, "flatten", x), List.of(DISTANCES, 4L, cells));
    x = graph.op(path, "softmax", Layers.args("axis", 0L), x);
    x =
        graph.conv(
            path + ".conv", new TableGraph.Window(1, 1, TableGraph.pair(1), 0, 1, 1), x, false);
    output("boxes", parts.reshape(path, x, List.of(4L, cells)));
  }

  private Ref protos(Modules.Site site, long masks, long hidden) {
    String path = site.path() + ".proto";
    TableGraph graph = parts.graph();
    Ref x = parts.conv(path + ".cv1", hidden, 3, site.in().getFirst());
    x =
        table.anchors() > 0
            ? graph.op(path, "upsample", Layers.args("scale_factor", List.of(2.0)), x)
            : graph.transposed(path + ".upsample", hidden, 2, 2, 0, x);
    x = parts.conv(path + ".cv2", hidden, 3, x);
    return parts.conv(path + ".cv3", masks, 1, x);
  }
}
