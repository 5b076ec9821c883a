package bb.diagnostics.format;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * What a command has to say: what it found wrong, and what it found right.
 *
 * @param version of the tool that says it
 * @param diagnostics in the order of the source
 */
public record Findings(String version, List<Checked> checked, List<Diagnostic> diagnostics) {
  public Findings {
    checked = List.copyOf(checked);
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * A network in which nothing is wrong.
   *
   * @param params trainable parameters
   * @param macs multiply-adds for one example
   */
  public record Checked(String file, String network, long params, long macs) {}

  /** Failures before warnings: whoever reads a few only reads the worst. */
  List<Diagnostic> mostSevereFirst() {
    return diagnostics.stream().sorted(Comparator.comparing(Findings::isWarning)).toList();
  }

  static boolean isWarning(Diagnostic diagnostic) {
    return diagnostic.severity() == Severity.WARNING;
  }
}
