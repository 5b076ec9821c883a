package bb.report.draw;

import bb.graph.Graph;
import bb.report.draw.Box.Group;
import bb.report.draw.Flat.Arrow;
import bb.source.Hidden;
import java.util.List;

/** A drawing in the language of Graphviz; open groups are clusters. */
final class DotText {
  private final Flat flat;
  private final StringBuilder out = new StringBuilder();

  private DotText(Flat flat) {
    this.flat = flat;
  }

  static String of(Flat flat) {
    DotText text = new DotText(flat);
    text.write();
    return text.out.toString();
  }

  private void write() {
    Graph graph = flat.graph();
    line("", "digraph %s {".formatted(quoted(List.of(graph.name()))));
    line("  ", "graph [fontname=\"Helvetica\", fontsize=12, labeljust=l, color=\"#d3d9e0\"];");
    line(
        "  ",
        "node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\","
            + " color=\"#b6bec8\", fillcolor=\"#ffffff\"];");
    line("  ", "edge [fontname=\"Helvetica\", fontsize=9, color=\"#7d8590\", arrowsize=0.6];");
    for (int i = 0; i < graph.inputs().size(); i++) {
      end("in" + i, graph.inputs().get(i).name());
    }
    group(flat.root(), 0);
    for (int i = 0; i < graph.outputs().size(); i++) {
      end("out" + i, graph.outputs().get(i).name());
    }
    for (Arrow arrow : flat.arrows()) {
      line(
          "  ",
          "%s -> %s [label=%s];"
              .formatted(arrow.from(), arrow.to(), quoted(List.of(arrow.text()))));
    }
    line("", "}");
  }

  private void end(String id, String name) {
    line("  ", "%s [label=%s, shape=oval];".formatted(id, quoted(List.of(name))));
  }

  private void group(Group group, int level) {
    String indent = "  ".repeat(level + 1);
    for (Box box : group.boxes()) {
      if (flat.isOpen(box, level + 1)) {
        line(indent, "subgraph cluster_%s {".formatted(Flat.id(box)));
        line(indent + "  ", "label=%s;".formatted(quoted(flat.lines(box))));
        group((Group) box, level + 1);
        line(indent, "}");
      } else {
        line(
            indent,
            "%s [label=%s, fillcolor=\"%s\"];"
                .formatted(Flat.id(box), quoted(flat.lines(box)), Style.colour(flat.style(box))));
      }
    }
  }

  private void line(String indent, String text) {
    out.append(indent).append(text).append('\n');
  }

  /** A string; Graphviz reads escapes and entities in it. */
  private static String quoted(List<String> lines) {
    List<String> escaped =
        lines.stream()
            .map(line ->
                Hidden.escapeName(line)
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("&", "&amp;"))
            .toList();
    return "\"" + String.join("\\n", escaped) + "\"";
  }
}
