import java.util.Locale;

/** Parts of a network as boxes, as wide as what they take, below what they are part of. */
final class Flame {
  private static final int WIDTH = 1200;
  private static final int ROW = 22;
  private static final int MARGIN = 10;

  /** Pixels of a letter, about. */
  private static final double LETTER = 6.6;

  private static final int HUES = 7;

  private final StringBuilder out = new StringBuilder();
  private final double scale;

  private Flame(double scale) {
    this.scale = scale;
  }

  /** The picture. */
  static String svg(Flight.Part root) {
    int height = root.depth() * ROW + 2 * MARGIN;
    Flame flame = new Flame((WIDTH - 2 * MARGIN) / root.millis);
    flame.out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                + "font-family=\"monospace\" font-size=\"11\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
            WIDTH,
            height));
    flame.box(root, MARGIN, MARGIN, 0);
    return flame.out.append("</svg>\n").toString();
  }

  private void box(Flight.Part part, double x, double y, int hue) {
    double width = part.millis * scale;
    String text = String.format(Locale.ROOT, "%s %.2f ms", part.name, part.millis);
    out.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" "
                + "fill=\"hsl(%d,65%%,%d%%)\" stroke=\"#ffffff\" stroke-width=\"0.5\"/>",
            escaped(text),
            x,
            y,
            width,
            ROW - 1,
            20 + hue * 300 / HUES,
            part.parts.isEmpty() ? 82 : 74));
    int letters = (int) ((width - 6) / LETTER);
    if (letters >= 3) {
      String shown = text.length() <= letters ? text : part.name;
      shown = shown.length() <= letters ? shown : shown.substring(0, letters - 1) + "…";
      out.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%.1f\">%s</text>",
              x + 3,
              y + ROW - 7,
              escaped(shown)));
    }
    out.append("</g>\n");
    double at = x;
    int number = 0;
    for (Flight.Part inner : part.parts.values()) {
      box(inner, at, y + ROW, x == MARGIN && y == MARGIN ? number % HUES : hue);
      at += inner.millis * scale;
      number++;
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
