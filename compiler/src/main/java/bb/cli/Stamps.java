package bb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What files looked like, without their content: how they are known to have changed. One that is
 * not there looks like nothing, until it is.
 *
 * @param of each file when it was changed, how large it is, and which one it is
 */
record Stamps(Map<Path, List<Object>> of) {
  Stamps {
    of = Map.copyOf(of);
  }

  static Stamps of(List<Path> files) {
    Map<Path, List<Object>> stamps = new LinkedHashMap<>();
    for (Path file : files) {
      stamps.put(file, stamp(file));
    }
    return new Stamps(stamps);
  }

  /** The same files as they looked then, those that are in both. */
  Stamps asIn(Stamps before) {
    Map<Path, List<Object>> stamps = new LinkedHashMap<>(of);
    before.of.forEach(stamps::replace);
    return new Stamps(stamps);
  }

  private static List<Object> stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return List.of();
    }
  }
}
