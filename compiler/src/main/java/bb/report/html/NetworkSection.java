package bb.report.html;

import bb.report.Numbers;
import bb.report.Report;
import bb.report.Reported;
import bb.report.draw.Drawing;
import bb.report.draw.Markup;
import bb.types.TensorType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** All of a page that is about one network. */
final class NetworkSection {
  private NetworkSection() {}

  /**
   * @param id unique in the page
   * @param shown whether it is the one that is seen at first
   */
  static void write(Reported network, String id, boolean shown, OptionalInt depth, Markup out) {
    Places places = new Places(id);
    places.of(network.graph().span());
    Drawing drawing =
        Drawing.of(network.graph(), depth, new Drawing.Options(id, true, Map.of(), places::of));
    Markup svg = drawing.svg("");
    out.open(
            "section",
            "class",
            shown ? "network" : "network hidden",
            "id",
            id,
            "role",
            "tabpanel",
            "aria-labelledby",
            id + "-tab")
        .line();
    out.element("h2", network.graph().name()).line();
    network.graph().doc().ifPresent(doc -> out.element("p", doc, "class", "doc").line());
    facts(network.report(), out);
    out.open("div", "class", "view").line();
    figure("", svg, out);
    places.write(out);
    out.close().line();
    out.element("h3", "Cost").line();
    out.open("div", "class", "wide").line();
    CostTable.write(drawing, Costs.of(drawing, network), network.report(), out);
    out.close().line();
    out.element("h3", "Memory of activations").line();
    out.open("div", "class", "wide").line();
    MemoryPicture.write(network.memory(), places, out);
    out.close().line();
    out.close().line();
  }

  /**
   * A drawing with what one can do with it.
   *
   * @param caption what it shows, if that is not said elsewhere
   */
  static void figure(String caption, Markup svg, Markup out) {
    out.open("div", "class", "figure").line();
    out.open("div", "class", "tools", "role", "toolbar", "aria-label", "Drawing");
    if (!caption.isEmpty()) {
      out.element("span", caption, "class", "caption");
    }
    List.of("open all", "close all", "fit", "−", "+")
        .forEach(name ->
            out.element(
                "button",
                name,
                "type",
                "button",
                "data-do",
                name.equals("−") ? "smaller" : name.equals("+") ? "larger" : name,
                "aria-label",
                name.equals("−") ? "smaller" : name.equals("+") ? "larger" : ""));
    out.close().line();
    out.open("div", "class", "canvas").all(svg).close().close().line();
  }

  private static void facts(Report report, Markup out) {
    out.open("dl", "class", "facts");
    fact(out, "input", tensors(report.inputs()));
    fact(out, "output", tensors(report.outputs()));
    fact(out, "parameters", Numbers.exact(report.params().trainable()));
    fact(out, "multiply-adds", Numbers.exact(report.macs()));
    fact(out, "activations", Numbers.bytes(report.memory().peakBytes()));
    fact(out, "weights", Numbers.bytes(report.params().bytes()));
    fact(out, "kernels", Numbers.exact(report.kernels()));
    out.close().line();
  }

  private static String tensors(List<Report.Tensor> tensors) {
    return tensors.stream()
        .map(t -> t.name() + " " + text(t.type()))
        .collect(Collectors.joining(", "));
  }

  private static String text(TensorType type) {
    return type.shape().toString();
  }

  private static void fact(Markup out, String name, String value) {
    out.open("div").element("dt", name).element("dd", value).close();
  }
}
