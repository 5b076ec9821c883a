package bb.report.draw;

import bb.report.draw.Layouts.Size;
import bb.report.draw.Sheet.Frame;
import bb.report.draw.Sheet.Point;
import java.util.List;

/** The parts of a drawing that are the same in all of them. */
final class Shapes {
  private Shapes() {}

  /** Defines the head of an arrow. */
  static void arrow(Markup out, String id) {
    out.open("defs")
        .open(
            "marker",
            "id",
            id,
            "viewBox",
            "0 0 8 8",
            "refX",
            "7.5",
            "refY",
            "4",
            "markerWidth",
            "7",
            "markerHeight",
            "7",
            "markerUnits",
            "userSpaceOnUse",
            "orient",
            "auto")
        .empty("path", "class", "head", "d", "M0 0.8L8 4L0 7.2z")
        .close()
        .close();
  }

  /** A row of a stack, with round corners at its ends. */
  static String cell(double width, double y, double height, boolean top, boolean bottom) {
    double r = top ? 4 : 0;
    double s = bottom ? 4 : 0;
    return "M%s %sH%sq%s 0 %s %sV%sq0 %s -%s %sH%sq-%s 0 -%s -%sV%sq0 -%s %s -%sz"
        .formatted(
            (Object[])
                numbers(
                    r, y, width - r, r, r, r, y + height - s, s, s, s, s, s, s, s, y + r, r, r, r));
  }

  private static String[] numbers(double... values) {
    String[] texts = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      texts[i] = Markup.number(values[i]);
    }
    return texts;
  }

  /** The frame of another one behind a folded box. */
  static void shadow(Markup out, Size size) {
    for (double by : new double[] {Metrics.BEHIND, Metrics.BEHIND / 2}) {
      out.empty(
          "rect",
          "class",
          "behind",
          "x",
          by,
          "y",
          by,
          "width",
          size.width(),
          "height",
          size.height(),
          "rx",
          5.0);
    }
  }

  /** How many a box stands for: {@code ×12}. */
  static void times(Markup out, int count, double right, double middle) {
    double width = Sizes.times(count);
    out.open("g", "class", "times")
        .empty(
            "rect", "x", right - width, "y", middle - 7, "width", width, "height", 14.0, "rx", 7.0)
        .element("text", "×" + count, "x", right - width / 2, "y", middle + 3.5)
        .close();
  }

  /** A sheet for the script. */
  static String data(Sheet sheet, boolean whole) {
    StringBuilder text = new StringBuilder(whole ? "1" : "0");
    add(text, sheet.width(), sheet.height());
    List.of(sheet.frames(), sheet.ins(), sheet.outs())
        .forEach(frames -> {
          text.append('|');
          for (Frame f : frames) {
            add(text, f.x(), f.y(), f.width(), f.height(), f.ins(), f.outs());
          }
        });
    for (Sheet.Line line : sheet.lines()) {
      text.append('|');
      add(text, line.from(), line.exit(), line.to(), line.entry());
      boolean said = !line.text().isEmpty();
      add(text, said ? line.at() : -1, line.place().x(), line.place().y());
      line.corners().forEach(p -> add(text, p.x(), p.y()));
    }
    return text.toString();
  }

  private static void add(StringBuilder text, double... numbers) {
    for (double number : numbers) {
      text.append(' ').append(Markup.number(number));
    }
  }

  static String translate(Point at) {
    return "translate(" + Markup.number(at.x()) + " " + Markup.number(at.y()) + ")";
  }
}
