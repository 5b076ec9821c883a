package bb.importing.darknet;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.read.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What makes boxes of a network's numbers, which is no part of a network here: its input is an
 * output.
 *
 * @param name of the output
 * @param says what its numbers are
 */
record Head(String name, String says) {
  private static final Set<String> TYPES = Set.of("yolo", "region", "detection", "Gaussian_yolo");

  static boolean is(String type) {
    return TYPES.contains(type);
  }

  /**
   * @param width channels of the image that flows in, or numbers
   */
  static Head of(Options options, int index, long width) {
    String type = options.section().type();
    long classes = options.size("classes", type.equals("detection") ? 1 : 20);
    List<String> mask = options.list("mask");
    List<String> anchors = options.list("anchors");
    long boxes = mask.isEmpty() ? options.size("num", 1) : mask.size();
    options.whole("num", 1, 1, 1_000_000);
    long coords = options.size("coords", type.equals("detection") ? 1 : 4);
    long side = options.size("side", 7);
    long expected =
        switch (type) {
          case "detection" -> side * side * ((coords + 1) * boxes + classes);
          case "Gaussian_yolo" -> boxes * (2 * 4 + 1 + classes);
          default -> boxes * (coords + 1 + classes);
        };
    if (expected != width) {
      throw new Refusal(
          Diagnostic.at(
                  Code.BB0904,
                  options.section().span(),
                  "`[%s]` takes %,d channels, and layer %d makes %,d"
                      .formatted(type, expected, index - 1, width),
                  "%d boxes of %d classes".formatted(boxes, classes))
              .help(
                  "`filters=%d` there, or other `classes`, `mask` or `num` here"
                      .formatted(expected)));
    }
    return new Head(
        type.toLowerCase(Locale.ROOT) + index,
        switch (type) {
          case "detection" ->
              "%d classes, then %d boxes' confidences, then their %d numbers, for each of %d x %d cells"
                  .formatted(classes, boxes, coords, side, side);
          case "Gaussian_yolo" ->
              "%s of x, y, width, height, each with its deviation, objectness and %d classes"
                  .formatted(boxes(boxes, mask, anchors), classes);
          default ->
              "%s of x, y, width, height, objectness and %d classes"
                  .formatted(boxes(boxes, mask, anchors), classes);
        });
  }

  /** {@code 3 boxes (10x13, 16x30, 33x23)}, where these can be read. */
  private static String boxes(long boxes, List<String> mask, List<String> anchors) {
    String count = boxes + (boxes == 1 ? " box" : " boxes");
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < boxes && i < 100; i++) {
      try {
        int anchor = mask.isEmpty() ? i : Integer.parseInt(mask.get(i));
        shown.add(number(anchors.get(2 * anchor)) + "x" + number(anchors.get(2 * anchor + 1)));
      } catch (NumberFormatException | IndexOutOfBoundsException _) {
        return count;
      }
    }
    return "%s (%s)".formatted(count, String.join(", ", shown));
  }

  private static String number(String text) {
    double number = Double.parseDouble(text);
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
