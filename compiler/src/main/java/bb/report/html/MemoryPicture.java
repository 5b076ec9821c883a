package bb.report.html;

import bb.report.MemoryMap;
import bb.report.MemoryMap.Moment;
import bb.report.MemoryMap.Piece;
import bb.report.Numbers;
import bb.report.draw.Markup;

/** Where activations lie: addresses upwards, the steps of the program from left to right. */
final class MemoryPicture {
  private static final double WIDTH = 960;
  private static final double HEIGHT = 240;
  private static final double LEFT = 64;
  private static final double TOP = 34;

  private MemoryPicture() {}

  static void write(MemoryMap memory, Places places, Markup out) {
    int steps = memory.moments().size();
    if (steps == 0 || memory.bytes() == 0) {
      out.element("p", "Nothing has to be kept.");
      return;
    }
    int peak = memory.peak();
    double each = WIDTH / (steps + 1);
    double scale = HEIGHT / memory.bytes();
    double width = LEFT + WIDTH + 16;
    double height = TOP + HEIGHT + 30;
    out.open(
            "svg",
            "class",
            "memory",
            "viewBox",
            "0 0 " + (int) width + " " + (int) height,
            "role",
            "img",
            "aria-label",
            "Memory plan: " + told(memory, peak))
        .line();
    out.empty("rect", "class", "arena", "x", LEFT, "y", TOP, "width", WIDTH, "height", HEIGHT);
    for (Piece piece : memory.pieces()) {
      piece(memory, piece, peak, each, scale, places, out);
    }
    double x = LEFT + (peak + 1.5) * each;
    out.empty(
        "path",
        "class",
        "peak",
        "d",
        "M" + Markup.number(x) + " " + (int) (TOP - 8) + "V" + (int) (TOP + HEIGHT));
    boolean right = x > LEFT + WIDTH / 2;
    out.open("a", "href", "#", "data-goto", places.of(memory.moments().get(peak).place()))
        .element(
            "text",
            told(memory, peak),
            "class",
            "peak-text",
            "x",
            x,
            "y",
            TOP - 14,
            "text-anchor",
            right ? "end" : "start")
        .close();
    out.element(
        "text", Numbers.bytes(memory.bytes()), "x", LEFT - 8, "y", TOP + 8, "class", "axis");
    out.element("text", "0", "x", LEFT - 8, "y", TOP + HEIGHT, "class", "axis");
    out.element("text", "address", "x", LEFT - 8, "y", TOP + HEIGHT / 2, "class", "axis");
    out.element(
        "text", "steps, 1 to " + steps, "x", LEFT, "y", TOP + HEIGHT + 18, "class", "steps");
    out.close().line();
  }

  private static void piece(
      MemoryMap memory,
      Piece piece,
      int peak,
      double each,
      double scale,
      Places places,
      Markup out) {
    double x = LEFT + (piece.first() + 1) * each;
    // outputs live on behind the last step
    int last = Math.min(piece.last(), memory.moments().size() - 1);
    double high = piece.bytes() * scale;
    double y = TOP + HEIGHT - (piece.offset() + piece.bytes()) * scale;
    boolean atPeak = piece.first() <= peak && peak <= piece.last();
    String place = piece.first() < 0 ? "" : places.of(memory.moments().get(piece.first()).place());
    out.open("g", "class", atPeak ? "piece at-peak" : "piece", "data-at", place);
    out.element("title", name(memory, piece) + ": " + Numbers.bytes(piece.bytes()));
    out.empty(
        "rect",
        "x",
        x,
        "y",
        y,
        "width",
        Math.max(0.5, (last - piece.first() + 1) * each - 0.5),
        "height",
        Math.max(0.5, high - 0.5));
    out.close().line();
  }

  private static String name(MemoryMap memory, Piece piece) {
    return piece.first() < 0 ? "input" : memory.moments().get(piece.first()).paths().getFirst();
  }

  private static String told(MemoryMap memory, int peak) {
    Moment moment = memory.moments().get(peak);
    return "peak %s at %s, %s"
        .formatted(
            Numbers.bytes(memory.live()[peak]), moment.paths().getFirst(), moment.place().place());
  }
}
