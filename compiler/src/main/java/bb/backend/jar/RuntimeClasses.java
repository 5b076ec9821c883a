package bb.backend.jar;

import bb.runtime.Model;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The classes that a compiled jar must hold besides the model's, where this process found them. */
final class RuntimeClasses {
  private RuntimeClasses() {}

  /** The folder or jar of the runtime. */
  static Path runtime() {
    return location(Library.RUNTIME);
  }

  /**
   * The bytes of a library's class and resource files, as far as they are of use, by their path in
   * it.
   */
  static SortedMap<String, byte[]> files(Library library) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Path location = location(library);
    if (Files.isDirectory(location)) {
      collect(location, library.folder(), files);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(location)) {
        collect(jar.getPath("/"), library.folder(), files);
      }
    }
    files.keySet().removeIf(path -> !library.uses(path));
    return files;
  }

  private static void collect(Path root, String folder, SortedMap<String, byte[]> files)
      throws IOException {
    try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  /** The folder or jar that holds a library. */
  private static Path location(Library library) {
    URL member = Model.class.getClassLoader().getResource(library.member());
    if (member == null) {
      throw new IllegalStateException(library.member() + " is not on the class path");
    }
    String text = member.toString();
    String root = text.substring(0, text.length() - library.member().length());
    // a jar's: jar:file:/lib/picocli.jar!/
    String file =
        root.startsWith("jar:") ? root.substring("jar:".length(), root.lastIndexOf('!')) : root;
    return Path.of(URI.create(file));
  }
}
