package bb.cli;

import bb.diagnostics.format.Format;
import picocli.CommandLine.Option;

/** {@code --diagnostics}, which commands have whose {@code --format} is that of their product. */
final class DiagnosticsOption {
  @Option(
      names = "--diagnostics",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Words.FindingsFormat.class,
      description =
          "How to print what is wrong, on standard error: text, json, sarif, junit, github or gitlab.")
  private Format format;

  /** Has all that this command finds printed so. */
  void applyTo(Session session) {
    session.diagnostics(format);
  }
}
