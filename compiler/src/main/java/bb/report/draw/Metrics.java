package bb.report.draw;

import bb.types.Shape;
import java.util.stream.Collectors;

/**
 * The lengths of a drawing, in pixels. How wide text is follows from a table and not from the fonts
 * of a machine, so that a drawing is the same everywhere; it is that of Helvetica and Arial, which
 * the style sheet asks for, and a little more.
 */
final class Metrics {
  /** The size of shapes and labels. */
  static final double SMALL = 10;

  /** The size of names. */
  static final double TEXT = 12;

  /** The height of a layer. */
  static final double ROW = 20;

  /** The height of a closed group. */
  static final double CLOSED = 38;

  /** The height of what stands above the boxes of an open group. */
  static final double HEADER = 24;

  /** The room beside and below the boxes of a group. */
  static final double SIDE = 16;

  static final double BOTTOM = 10;

  /** How much lower each further entry turns. */
  static final double STEP = 5;

  /** How far the boxes behind a folded one stick out. */
  static final double BEHIND = 6;

  /** How much wider a group may become so that what enters it goes straight on. */
  static final double NEAR = 64;

  /** How far what enters or leaves a group may be moved so that its wire is straight. */
  static final double NUDGE = 8;

  /** How far a wire may miss the middle of where it ends so that it is straight. */
  static final double STRAIGHT = 2;

  private static final double SLACK = 1.1;

  /** Widths in thousandths of the size, of the characters from the blank to the tilde. */
  private static final String WIDTHS =
      "278278355556556889667191333333389584278333278278556556556556556556556556556556"
          + "278278584584584556999667667722722667611778722278500667556833722778667778722667"
          + "611722667944667667611278278278469556333556556500556556278556556222222500222833"
          + "556556556556333500278556500722500500500334260334584";

  private Metrics() {}

  /** How wide a text is at a size. */
  static double width(String text, double size) {
    return text.codePoints().mapToDouble(Metrics::width).sum() * size * SLACK / 1000;
  }

  private static double width(int codePoint) {
    if (codePoint < ' ' || codePoint > '~') {
      return codePoint < 0x2E80 ? 700 : 1000;
    }
    int at = (codePoint - ' ') * 3;
    return Integer.parseInt(WIDTHS, at, at + 3, 10);
  }

  /** Where end {@code i} of {@code n} is on an edge. */
  static double spread(double width, int i, int n) {
    return width * (i + 1) / (n + 1);
  }

  /** A shape as papers write it: {@code 64×112×112}. */
  static String shape(Shape shape) {
    return shape.rank() == 0
        ? "1"
        : shape.dims().stream().map(String::valueOf).collect(Collectors.joining("×"));
  }
}
