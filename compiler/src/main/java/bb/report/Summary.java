package bb.report;

import bb.report.Report.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The few lines that every format for people begins or ends with. */
final class Summary {
  private Summary() {}

  /** A line of a summary: what, and how much. */
  record Line(String name, String text) {}

  static List<Line> tensors(Report report) {
    List<Line> lines = new ArrayList<>();
    report.inputs().forEach(t -> lines.add(new Line("input", tensor(t))));
    report.outputs().forEach(t -> lines.add(new Line("output", tensor(t))));
    return lines;
  }

  static List<Line> totals(Report report) {
    List<Line> lines = new ArrayList<>();
    long trainable = report.params().trainable();
    lines.add(new Line("parameters", amount(trainable, "trainable")));
    if (report.params().applied() != trainable) {
      lines.add(
          new Line(
              "applied", amount(report.params().applied(), "counting shared ones at each use")));
    }
    if (report.params().buffers() > 0) {
      lines.add(new Line("buffers", Numbers.exact(report.params().buffers())));
    }
    lines.add(new Line("multiply-adds", amount(report.macs(), "for one example")));
    field(report).ifPresent(text -> lines.add(new Line("receptive field", text)));
    lines.add(
        new Line("kernels", Numbers.exact(report.kernels()) + ", the layers merged and fused"));
    lines.add(
        new Line(
            "memory",
            Numbers.bytes(report.memory().peakBytes())
                + " activations at the peak ("
                + Numbers.bytes(report.memory().arenaBytes())
                + " as planned), "
                + Numbers.bytes(report.params().bytes())
                + " weights ("
                + Numbers.bytes(report.memory().packedBytes())
                + " as packed)"));
    return lines;
  }

  private static Optional<String> field(Report report) {
    if (report.field().turn().isPresent()) {
      ReceptiveField.Turn turn = report.field().turn().get();
      String before = turn.before().axes().isEmpty() ? "" : "; before it " + turn.before().text();
      return Optional.of("all of the input from `%s` on%s".formatted(turn.path(), before));
    }
    return report.field().outputs().stream()
        .filter(field -> !field.axes().isEmpty())
        .findFirst()
        .map(ReceptiveField::text);
  }

  private static String tensor(Tensor tensor) {
    return tensor.name() + " " + tensor.type();
  }

  private static String amount(long number, String of) {
    String rounded = number < 1000 ? "" : " (" + Numbers.rounded(number) + ")";
    return Numbers.exact(number) + rounded + ", " + of;
  }
}
