package bb.report.draw;

import bb.report.draw.Layouts.Size;
import bb.report.draw.Sheet.Frame;
import bb.report.draw.Sheet.Line;
import bb.report.draw.Sheet.Point;
import bb.report.draw.Stretch.Need;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the boxes of an open group lie while each of them has the size that it has now.
 *
 * @param boxes the upper left corners
 * @param ins those of the network's inputs; of no use in a group
 * @param wires the corners of the wires
 * @param texts the places of the wires' texts: the left end and the middle of their height
 */
record Placed(
    Size size,
    List<Point> boxes,
    List<Point> ins,
    List<Point> outs,
    List<List<Point>> wires,
    List<Point> texts) {

  /**
   * @param sizes of the boxes
   * @param least how wide the group is at least
   * @param whole whether it is the network, whose inputs and outputs are boxes
   */
  static Placed of(Sheet sheet, List<Size> sizes, double least, boolean whole) {
    return new Placing(sheet, sizes, least, whole).place();
  }

  private static final class Placing {
    private final Sheet sheet;
    private final List<Size> sizes;
    private final boolean whole;
    private final Stretch across;
    private final Stretch down;
    private final double shift;
    private final Size size;
    private final List<Point> boxes = new ArrayList<>();

    Placing(Sheet sheet, List<Size> sizes, double least, boolean whole) {
      this.sheet = sheet;
      this.sizes = sizes;
      this.whole = whole;
      List<Need> wide = new ArrayList<>();
      List<Need> high = new ArrayList<>();
      for (int i = 0; i < sizes.size(); i++) {
        Frame f = sheet.frames().get(i);
        wide.add(new Need(f.x(), f.x() + f.width(), sizes.get(i).width()));
        high.add(new Need(f.y(), f.y() + f.height(), sizes.get(i).height()));
      }
      across = Stretch.of(sheet.width(), wide);
      down = Stretch.of(sheet.height(), high);
      double length = across.length();
      double way = way(length);
      double room = Math.max(least, 2 * Math.max(way, length - way));
      size = new Size(whole ? length : room, down.length());
      shift = whole ? 0 : room / 2 - way;
    }

    /** What is to be in the middle: the only entry, so that the wire is straight, if it is near. */
    private double way(double length) {
      if (sheet.ins().size() == 1) {
        double entry = across.at(sheet.ins().getFirst().x());
        return Math.abs(2 * entry - length) <= Metrics.NEAR ? entry : length / 2;
      }
      return length / 2;
    }

    Placed place() {
      for (int i = 0; i < sizes.size(); i++) {
        boxes.add(corner(sheet.frames().get(i), sizes.get(i)));
      }
      List<List<Point>> wires = new ArrayList<>();
      List<Point> texts = new ArrayList<>();
      for (Line line : sheet.lines()) {
        List<Point> corners = snapped(line);
        Point place = new Point(0, 0);
        if (!line.text().isEmpty()) {
          double beside = line.place().x() - line.corners().get(line.at()).x();
          double x = corners.get(Math.min(line.at(), corners.size() - 1)).x() + beside;
          place = new Point(x, down.at(line.place().y()));
        }
        texts.add(place);
        wires.add(whole ? corners : joined(line, corners));
      }
      return new Placed(
          size,
          boxes,
          sheet.ins().stream().map(f -> corner(f, new Size(f.width(), f.height()))).toList(),
          sheet.outs().stream().map(f -> corner(f, new Size(f.width(), f.height()))).toList(),
          wires,
          texts);
    }

    /** A box is in the middle of the room that there is for it. */
    private Point corner(Frame f, Size now) {
      double x = (across.at(f.x()) + across.at(f.x() + f.width())) / 2 + shift;
      double y = (down.at(f.y()) + down.at(f.y() + f.height())) / 2;
      return new Point(x - now.width() / 2, y - now.height() / 2);
    }

    private Point start(Line line) {
      if (line.from() == Wires.EDGE) {
        Frame f = sheet.ins().get(line.exit());
        Point at = corner(f, new Size(f.width(), f.height()));
        return new Point(at.x() + f.width() / 2, at.y() + f.height());
      }
      Size now = sizes.get(line.from());
      Point at = boxes.get(line.from());
      int exits = sheet.frames().get(line.from()).outs();
      return new Point(
          at.x() + Metrics.spread(now.width(), line.exit(), exits), at.y() + now.height());
    }

    private Point end(Line line) {
      if (line.to() == Wires.EDGE) {
        Frame f = sheet.outs().get(line.entry());
        Point at = corner(f, new Size(f.width(), f.height()));
        return new Point(at.x() + f.width() / 2, at.y());
      }
      Size now = sizes.get(line.to());
      Point at = boxes.get(line.to());
      int entries = sheet.frames().get(line.to()).ins();
      return new Point(at.x() + Metrics.spread(now.width(), line.entry(), entries), at.y());
    }

    /** The corners where they are now, with the ends at their boxes. */
    private List<Point> snapped(Line line) {
      Point start = start(line);
      Point end = end(line);
      int last = line.corners().size() - 1;
      if (last < 3) {
        // the place of a group's own entry or exit is of no account
        boolean nearby = !whole && Math.abs(start.x() - end.x()) < Metrics.NUDGE;
        if (nearby && line.to() == Wires.EDGE) {
          end = new Point(start.x(), end.y());
        } else if (nearby && line.from() == Wires.EDGE) {
          start = new Point(end.x(), start.y());
        }
        double middle = (start.y() + end.y()) / 2;
        return isStraight(start, end)
            ? List.of(start, new Point(start.x(), end.y()))
            : List.of(start, new Point(start.x(), middle), new Point(end.x(), middle), end);
      }
      if (last == 3 && isStraight(start, end)) {
        return List.of(start, new Point(start.x(), end.y()));
      }
      List<Point> corners = new ArrayList<>();
      for (Point p : line.corners()) {
        corners.add(new Point(across.at(p.x()) + shift, down.at(p.y())));
      }
      corners.set(0, start);
      corners.set(1, new Point(start.x(), corners.get(1).y()));
      corners.set(last - 1, new Point(end.x(), corners.get(last - 1).y()));
      corners.set(last, end);
      return corners;
    }

    private static boolean isStraight(Point start, Point end) {
      return Math.abs(start.x() - end.x()) < Metrics.STRAIGHT;
    }

    /** With the way from the group's upper edge, and to its lower one. */
    private List<Point> joined(Line line, List<Point> corners) {
      List<Point> all = new ArrayList<>(corners);
      if (line.from() == Wires.EDGE) {
        double x = Metrics.spread(size.width(), line.exit(), sheet.ins().size());
        double room = Math.max(0, corners.getFirst().y() - Metrics.HEADER);
        double turn = Metrics.HEADER + step(room, sheet.ins().size()) * line.exit();
        all.addAll(
            0,
            List.of(new Point(x, 0), new Point(x, turn), new Point(corners.getFirst().x(), turn)));
      }
      if (line.to() == Wires.EDGE) {
        double x = Metrics.spread(size.width(), line.entry(), sheet.outs().size());
        double room = size.height() - corners.getLast().y();
        double turn = size.height() - step(room, sheet.outs().size()) * (line.entry() + 1);
        all.addAll(
            List.of(
                new Point(corners.getLast().x(), turn),
                new Point(x, turn),
                new Point(x, size.height())));
      }
      return all;
    }
  }

  /** How far apart wires turn, so that none has to come back. */
  private static double step(double room, int wires) {
    return Math.min(Metrics.STEP, room / wires);
  }

  /** A wire as the data of a path, with round corners. */
  static String path(List<Point> corners) {
    List<Point> points = new ArrayList<>();
    for (Point p : corners) {
      if (points.isEmpty() || distance(points.getLast(), p) > 0.05) {
        points.add(p);
      }
    }
    StringBuilder path = new StringBuilder("M" + text(points.getFirst()));
    for (int i = 1; i + 1 < points.size(); i++) {
      Point before = points.get(i - 1);
      Point at = points.get(i);
      Point after = points.get(i + 1);
      double round = Math.min(5, Math.min(distance(before, at), distance(at, after)) / 2);
      path.append('L').append(text(toward(at, before, round)));
      path.append('Q').append(text(at)).append(' ').append(text(toward(at, after, round)));
    }
    return path.append('L').append(text(points.getLast())).toString();
  }

  /** Of points beside or above each other. */
  private static double distance(Point a, Point b) {
    return Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y());
  }

  private static Point toward(Point from, Point to, double by) {
    double length = distance(from, to);
    return new Point(
        from.x() + (to.x() - from.x()) * by / length, from.y() + (to.y() - from.y()) * by / length);
  }

  private static String text(Point p) {
    return Markup.number(p.x()) + " " + Markup.number(p.y());
  }
}
