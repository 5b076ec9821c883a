package bb.runtime.cli;

import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.Visible;
import bb.runtime.cpu.Lanes;
import bb.runtime.io.Message;
import java.util.ArrayList;
import java.util.List;
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
   * @param devices whether TornadoVM can run it, too
   */
  static String text(ModelInfo info, String weights, boolean devices, Ansi ansi) {
    return new ModelCard(info, ansi).text(weights, devices);
  }

  private String text(String weights, boolean devices) {
    lines.add(ansi.string("@|bold " + Visible.line(info.network()) + "|@"));
    row("source", info.source());
    for (InputInfo input : info.inputs()) {
      row("input", Message.of("%s: %s %s", input.name(), input.dtype(), input.shape()));
      preprocessing(input);
    }
    for (OutputInfo output : info.outputs()) {
      row("output", Message.of("%s: %s", output.name(), output.shape()));
    }
    row("parameters", Message.of("%,d", info.parameters()) + rounded(info.parameters()));
    row("multiply-adds", Message.of("%,d", info.macs()) + rounded(info.macs()) + " per example");
    row("activations", bytes(info.arenaBytes()) + ", per example");
    row("weights", Message.of("%s, %s", bytes(info.weightBytes()), weights));
    String vectors = Lanes.available() ? "Vector API" : "scalar";
    row("engine", "CPU, " + vectors + (devices ? ", or TornadoVM where it is" : ""));
    return String.join("\n", lines) + "\n";
  }

  private void row(String name, String value) {
    String padded = name + " ".repeat(COLUMN - name.length());
    lines.add("  " + ansi.string("@|faint " + padded + "|@") + "  " + Visible.line(value));
  }

  private void preprocessing(InputInfo input) {
    if (input.isInteger()) {
      if (input.vocabulary() > 0 && !input.dtype().equals("bool")) {
        row("", Message.of("token ids from 0 to %,d", input.vocabulary() - 1));
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
            ? Message.of("images: resized to %d x %d (%s)", height, width, rule.interpolation())
            : Message.of(
                "images: shorter side to %d (%s), centre %d x %d",
                rule.resize(), rule.interpolation(), height, width));
    if (!rule.mean().isEmpty() || !rule.std().isEmpty()) {
      row("", Message.of("scaled to 0..1, then mean %s, std %s", rule.mean(), rule.std()));
    }
  }

  private static String rounded(long count) {
    if (count >= 1_000_000_000) {
      return Message.of(" (%.2f G)", count / 1e9);
    }
    return count >= 1_000_000 ? Message.of(" (%.2f M)", count / 1e6) : "";
  }

  private static String bytes(long count) {
    if (count < 1000) {
      return count + " bytes";
    }
    return count < 1_000_000
        ? Message.of("%.2f kB", count / 1e3)
        : Message.of("%.2f MB", count / 1e6);
  }
}
