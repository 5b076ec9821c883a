package bb.cli;

import bb.diagnostics.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The pages about diagnostics, which come with the compiler. */
final class Pages {
  private Pages() {}

  /** The Markdown text of a code's page. */
  static String read(Code code) {
    String resource = "/bb/errors/" + code.page() + ".md";
    try (InputStream stream = Pages.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the build lacks " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
