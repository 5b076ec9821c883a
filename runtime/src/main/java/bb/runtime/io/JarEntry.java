package bb.runtime.io;

import bb.runtime.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Optional;

/** A resource that lies in a jar as it is, so that it is read where it lies. */
final class JarEntry {
  private static final String JAR = "jar:file:";
  private static final String BANG = "!/";

  private JarEntry() {}

  /** Its bytes; empty if it lies elsewhere, as in a jar in a jar, or is packed. */
  static Optional<Bytes> find(URL place) {
    String text = place.toString();
    int bang = text.indexOf(BANG);
    if (!text.startsWith(JAR) || bang < 0 || text.indexOf(BANG, bang + 1) >= 0) {
      return Optional.empty();
    }
    try {
      Path jar = Path.of(new URI(text.substring("jar:".length(), bang)));
      Bytes file = Bytes.OfFile.open(jar);
      ZipArchive.Entry entry = ZipArchive.entries(file).get(text.substring(bang + BANG.length()));
      return entry == null || entry.packed()
          ? Optional.empty()
          : Optional.of(new Bytes.Slice(file, entry.begin(), entry.size()));
    } catch (URISyntaxException
        | IllegalArgumentException
        | FileSystemNotFoundException
        | IOException
        | UserError
        | ZipArchive.Malformed e) {
      return Optional.empty(); // Java's own way may know more
    }
  }
}
