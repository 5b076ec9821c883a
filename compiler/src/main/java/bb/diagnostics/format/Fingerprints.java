package bb.diagnostics.format;

import bb.diagnostics.Diagnostic;
import bb.source.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Names for findings by which services know them again in the next version of a file: they depend
 * on the code, the file and the text of the line, and not on the line's number.
 */
final class Fingerprints {
  private static final int LENGTH = 32;

  /** Characters of a line that tell it from others. */
  private static final int LINE = 400;

  private Fingerprints() {}

  /** One for each diagnostic, in order, all different. */
  static List<String> of(List<Diagnostic> diagnostics) {
    Map<String, Integer> seen = new HashMap<>();
    List<String> all = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      String stable = stable(diagnostic);
      int before = seen.merge(stable, 1, Integer::sum) - 1;
      all.add(hash(stable + "\0" + before));
    }
    return all;
  }

  private static String stable(Diagnostic diagnostic) {
    String place =
        diagnostic.primary().map(label -> place(label.span())).orElseGet(diagnostic::message);
    return diagnostic.code() + "\0" + place;
  }

  private static String place(Span span) {
    String line = span.file().lineText(span.line());
    return span.file().path() + "\0" + line.substring(0, Math.min(line.length(), LINE)).strip();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
