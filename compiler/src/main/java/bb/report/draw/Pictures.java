package bb.report.draw;

import bb.report.Reported;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Drawings of networks as text of several formats. */
public final class Pictures {
  private Pictures() {}

  /** One below the other, if there are several. */
  public static String svg(List<Reported> networks, OptionalInt depth) {
    String style = Style.figure();
    return networks.stream()
        .map(n -> {
          Drawing drawing =
              Drawing.of(n.graph(), depth, new Drawing.Options("bb", false, Map.of(), _ -> ""));
          return drawing.svg(style).toString();
        })
        .collect(Collectors.joining("\n"));
  }

  public static String mermaid(List<Reported> networks, OptionalInt depth) {
    return networks.stream()
        .map(n -> MermaidText.of(Flat.of(n.graph(), depth)))
        .collect(Collectors.joining("\n"));
  }

  public static String dot(List<Reported> networks, OptionalInt depth) {
    return networks.stream()
        .map(n -> DotText.of(Flat.of(n.graph(), depth)))
        .collect(Collectors.joining("\n"));
  }
}
