package bb.backend.source;

import bb.program.Program.Step;
import bb.source.Span;

/** Text in generated comments. */
public final class Comments {
  private Comments() {}

  /** The text of a comment: nothing in it ends the comment or is an escape. */
  public static String text(String text) {
    return text.replace("\\", "\\\\").replace("*/", "*&#47;").replace("@", "&#64;");
  }

  /** The file of a span, without the folders, which differ from machine to machine. */
  public static String fileName(Span span) {
    String path = span.file().path().replace('\\', '/');
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The layers of a step and where they stand: {@code stem.conv, stem.bn (net.bb:12)}. */
  public static String place(Step step) {
    return "%s (%s:%d)"
        .formatted(String.join(", ", step.paths()), fileName(step.origin()), step.origin().line());
  }
}
