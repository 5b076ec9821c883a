package bb.importing;

import java.util.StringJoiner;

/** Tables of published networks, of what their papers and figures say. */
public final class YoloTables {
  private YoloTables() {}

  public static String of(String network) {
    return network.equals("yolov8") ? yolov8() : yolov5();
  }

  /** A backbone of four stages, a pyramid down and up again, and a head on three levels. */
  public static String yolov8() {
    Rows rows = new Rows();
    rows.add("-1", 1, "Conv", "64, 3, 2");
    int[] repeats = {3, 6, 6, 3};
    for (int stage = 0; stage < repeats.length; stage++) {
      rows.add("-1", 1, "Conv", (128 << stage) + ", 3, 2");
      rows.add("-1", repeats[stage], "C2f", (128 << stage) + ", True");
    }
    rows.add("-1", 1, "SPPF", "1024, 5");
    rows.head();
    for (int level = 1; level >= 0; level--) {
      rows.add("-1", 1, "nn.Upsample", "None, 2, nearest");
      rows.add("[-1, %d]".formatted(4 + 2 * level), 1, "Concat", "1");
      rows.add("-1", 3, "C2f", String.valueOf(256 << level));
    }
    for (int level = 0; level < 2; level++) {
      rows.add("-1", 1, "Conv", (256 << level) + ", 3, 2");
      rows.add("[-1, %d]".formatted(12 - 3 * level), 1, "Concat", "1");
      rows.add("-1", 3, "C2f", String.valueOf(512 << level));
    }
    rows.add("[15, 18, 21]", 1, "Detect", "nc");
    return """
    scales: {n: [0.33, 0.25, 1024], s: [0.33, 0.5, 1024], m: [0.67, 0.75, 768], l: [1, 1, 512], x: [1, 1.25, 512]}
    nc: 80
    """
        + rows;
  }

  private static String yolov5() {
    Rows rows = new Rows();
    rows.add("-1", 1, "Conv", "64, 6, 2, 2");
    int[] repeats = {3, 6, 9, 3};
    for (int stage = 0; stage < repeats.length; stage++) {
      rows.add("-1", 1, "Conv", (128 << stage) + ", 3, 2");
      rows.add("-1", repeats[stage], "C3", String.valueOf(128 << stage));
    }
    rows.add("-1", 1, "SPPF", "1024, 5");
    rows.head();
    for (int level = 1; level >= 0; level--) {
      rows.add("-1", 1, "Conv", (256 << level) + ", 1, 1");
      rows.add("-1", 1, "nn.Upsample", "None, 2, nearest");
      rows.add("[-1, %d]".formatted(4 + 2 * level), 1, "Concat", "1");
      rows.add("-1", 3, "C3", (256 << level) + ", False");
    }
    for (int level = 0; level < 2; level++) {
      rows.add("-1", 1, "Conv", (256 << level) + ", 3, 2");
      rows.add("[-1, %d]".formatted(14 - 4 * level), 1, "Concat", "1");
      rows.add("-1", 3, "C3", (512 << level) + ", False");
    }
    rows.add("[17, 20, 23]", 1, "Detect", "nc, anchors");
    return "nc: 80\nanchors: 3\ndepth_multiple: 0.33\nwidth_multiple: 0.5\n" + rows;
  }

  private static final class Rows {
    private final StringJoiner lines = new StringJoiner("\n", "backbone:\n", "\n");

    void add(String from, int repeats, String module, String args) {
      lines.add("  - [%s, %d, %s, [%s]]".formatted(from, repeats, module, args));
    }

    void head() {
      lines.add("head:");
    }

    @Override
    public String toString() {
      return lines.toString();
    }
  }
}
