package bb.runtime.io;

import bb.runtime.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource that lies as it is in a jar, or in a jar that lies so in another, so that it is read
 * where it lies.
 */
final class JarEntry {
  /**
   * {@code jar:file:/a.jar!/entry}, and what Spring Boot calls a place in a jar in its jar, {@code
   * jar:nested:/a.jar/!lib/b.jar!/entry}.
   */
  private static final Pattern PLACE =
      Pattern.compile("jar:(?:file|nested):(?<jar>[^!]+?)(?:/!(?<inner>[^!]+))?!/(?<entry>[^!]+)");

  private JarEntry() {}

  /** Its bytes; empty if it lies elsewhere, or is packed. */
  static Optional<Bytes> find(URL place) {
    Matcher names = PLACE.matcher(place.toString());
    if (!names.matches()) {
      return Optional.empty();
    }
    try {
      Bytes jar = Bytes.OfFile.open(Path.of(new URI("file:" + names.group("jar"))));
      String inner = names.group("inner");
      Optional<Bytes> holder = inner == null ? Optional.of(jar) : stored(jar, inner);
      return holder.isPresent() ? stored(holder.get(), names.group("entry")) : Optional.empty();
    } catch (URISyntaxException
        | IllegalArgumentException
        | FileSystemNotFoundException
        | IOException
        | UserError
        | ZipArchive.Malformed e) {
      return Optional.empty(); // Java's own way may know more
    }
  }

  private static Optional<Bytes> stored(Bytes jar, String name) throws ZipArchive.Malformed {
    ZipArchive.Entry entry = ZipArchive.entries(jar).get(name);
    return entry == null || entry.packed()
        ? Optional.empty()
        : Optional.of(new Bytes.Slice(jar, entry.begin(), entry.size()));
  }
}
