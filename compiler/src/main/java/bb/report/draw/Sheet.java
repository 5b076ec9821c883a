package bb.report.draw;

import java.util.List;

/**
 * Where the boxes of one group lie while all of them are closed: lengths are in pixels, from the
 * group's upper left corner.
 *
 * @param frames the boxes, in the group's order
 * @param ins where what flows into the group begins: points, but in the network, whose inputs are
 *     boxes
 * @param outs where what flows out ends
 */
public record Sheet(
    double width,
    double height,
    List<Frame> frames,
    List<Frame> ins,
    List<Frame> outs,
    List<Line> lines) {
  public Sheet {
    frames = List.copyOf(frames);
    ins = List.copyOf(ins);
    outs = List.copyOf(outs);
    lines = List.copyOf(lines);
  }

  public record Point(double x, double y) {}

  /**
   * @param ins how many entries it has, spread over its upper edge
   * @param outs how many exits, spread over its lower edge
   */
  public record Frame(double x, double y, double width, double height, int ins, int outs) {}

  /**
   * A wire's corners, from a box's lower edge to the next one's upper.
   *
   * @param text the shape of what flows, where it stands beside the wire; empty if it is said by
   *     another wire
   * @param at which corner the text is aligned with
   */
  public record Line(
      int from,
      int exit,
      int to,
      int entry,
      List<Point> corners,
      String text,
      int at,
      Point place) {
    public Line {
      corners = List.copyOf(corners);
    }
  }
}
