package bb;

import bb.source.SourceFile;
import bb.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The blocks that every file knows without an import. */
public final class StandardLibrary {
  private StandardLibrary() {}

  /** Whether a place is in it. */
  public static boolean holds(Span span) {
    return span.file().equals(source());
  }

  static SourceFile source() {
    try (InputStream in = StandardLibrary.class.getResourceAsStream("std.bb")) {
      return new SourceFile("std.bb", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
