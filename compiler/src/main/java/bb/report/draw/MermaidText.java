package bb.report.draw;

import bb.graph.Graph;
import bb.report.draw.Box.Group;
import bb.report.draw.Flat.Arrow;
import bb.source.Hidden;
import java.util.List;
import java.util.stream.Collectors;

/** A drawing as a flowchart of Mermaid, which Markdown pages show; open groups are subgraphs. */
final class MermaidText {
  private static final List<String> STYLES =
      List.of("group", "weights", "norm", "product", "pointwise", "reduce", "merge", "shape");

  private final Flat flat;
  private final StringBuilder out = new StringBuilder();

  private MermaidText(Flat flat) {
    this.flat = flat;
  }

  static String of(Flat flat) {
    MermaidText text = new MermaidText(flat);
    text.write();
    return text.out.toString();
  }

  private void write() {
    Graph graph = flat.graph();
    line("", "flowchart TD");
    for (int i = 0; i < graph.inputs().size(); i++) {
      line("  ", "in%d([%s])".formatted(i, quoted(List.of(graph.inputs().get(i).name()))));
    }
    group(flat.root(), 0);
    for (int i = 0; i < graph.outputs().size(); i++) {
      line("  ", "out%d([%s])".formatted(i, quoted(List.of(graph.outputs().get(i).name()))));
    }
    for (Arrow arrow : flat.arrows()) {
      line(
          "  ", "%s -->|%s| %s".formatted(arrow.from(), quoted(List.of(arrow.text())), arrow.to()));
    }
    for (String style : STYLES) {
      line(
          "  ",
          "classDef %s fill:%s,stroke:#b6bec8,color:#1f2328".formatted(style, Style.colour(style)));
    }
  }

  private void group(Group group, int level) {
    String indent = "  ".repeat(level + 1);
    for (Box box : group.boxes()) {
      if (flat.isOpen(box, level + 1)) {
        line(indent, "subgraph %s[%s]".formatted(Flat.id(box), quoted(flat.lines(box))));
        group((Group) box, level + 1);
        line(indent, "end");
      } else {
        line(
            indent,
            "%s[%s]:::%s".formatted(Flat.id(box), quoted(flat.lines(box)), flat.style(box)));
      }
    }
  }

  private void line(String indent, String text) {
    out.append(indent).append(text).append('\n');
  }

  /** A string in which nothing is read as Markdown, HTML or an entity. */
  private static String quoted(List<String> lines) {
    return lines.stream()
        .map(line ->
            Hidden.escapeName(line)
                .codePoints()
                .mapToObj(MermaidText::escape)
                .collect(Collectors.joining()))
        .collect(Collectors.joining("<br/>", "\"", "\""));
  }

  private static String escape(int c) {
    boolean plain = Character.isLetterOrDigit(c) || " ,.×/:()[]+=−÷…".indexOf(c) >= 0;
    return plain ? Character.toString(c) : "#" + c + ";";
  }
}
