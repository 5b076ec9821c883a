package bb.runtime.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The test's files, made by {@code src/test/python/goldens.py}. */
final class Resources {
  private Resources() {}

  static Path path(String name) {
    return Path.of("src/test/resources/io", name);
  }

  static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  static String text(String name) throws IOException {
    return Files.readString(path(name));
  }
}
