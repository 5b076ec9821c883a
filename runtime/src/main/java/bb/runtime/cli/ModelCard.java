package bb.runtime.cli;

import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.VectorModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Prints what a compiled network is, as a table of two columns. */
final class ModelCard {
  private static final int COLUMN = 14;

  private final ModelInfo info;
  private final Ansi ansi;
  private final List<String> lines = new ArrayList<>();

  private ModelCard(ModelInfo info, Ansi ansi) {
    this.info = info;
    this.ansi = ansi;
  }

  /**
   * @param weights where the weights come from, such as {@code in this jar}
   */
  static String text(ModelInfo info, String weights, Ansi ansi) {
    return new ModelCard(info, ansi).text(weights);
  }

  private String text(String weights) {
    lines.add(ansi.string("@|bold " + info.network() + "|@"));
    row("source", info.source());
    for (InputInfo input : info.inputs()) {
      row("input", "%s: %s %s".formatted(input.name(), input.dtype(), input.shape()));
      preprocessing(input);
    }
    for (OutputInfo output : info.outputs()) {
      row("output", "%s: %s".formatted(output.name(), output.shape()));
    }
    row("parameters", "%,d".formatted(info.parameters()) + rounded(info.parameters()));
    row("multiply-adds", "%,d".formatted(info.macs()) + rounded(info.macs()) + " per example");
    row("activations", bytes(info.peakBytes()) + " at the peak, per example");
    row("weights", "%s, %s".formatted(bytes(info.weightBytes()), weights));
    row("engine", "CPU, " + (VectorModule.load() ? "Vector API" : "scalar"));
    return String.join("\n", lines) + "\n";
  }

  private void row(String name, String value) {
    String padded = name + " ".repeat(COLUMN - name.length());
    lines.add("  " + ansi.string("@|faint " + padded + "|@") + "  " + value);
  }

  private void preprocessing(InputInfo input) {
    if (input.isInteger()) {
      if (input.vocabulary() > 0) {
        row("", "token ids from 0 to %,d".formatted(input.vocabulary() - 1));
      }
      return;
    }
    Preprocess rule = input.preprocess();
    if (input.shape().size() != 3) {
      return;
    }
    int height = input.shape().get(1);
    int width = input.shape().get(2);
    row(
        "",
        rule.resize() == 0
            ? "images: resized to %d x %d (%s)".formatted(height, width, rule.interpolation())
            : "images: shorter side to %d (%s), centre %d x %d"
                .formatted(rule.resize(), rule.interpolation(), height, width));
    if (!rule.mean().isEmpty() || !rule.std().isEmpty()) {
      row("", "scaled to 0..1, then mean %s, std %s".formatted(rule.mean(), rule.std()));
    }
  }

  private static String rounded(long count) {
    if (count >= 1_000_000_000) {
      return String.format(Locale.ROOT, " (%.2f G)", count / 1e9);
    }
    return count >= 1_000_000 ? String.format(Locale.ROOT, " (%.2f M)", count / 1e6) : "";
  }

  private static String bytes(long count) {
    return count >= 1_000_000
        ? String.format(Locale.ROOT, "%.2f MB", count / 1e6)
        : String.format(Locale.ROOT, "%.2f kB", count / 1e3);
  }
}
