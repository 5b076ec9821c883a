package bb.backend.jar;

import bb.runtime.Model;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The classes that a compiled jar must hold besides the model's, where this process found them. */
final class RuntimeClasses {
  /** One class of each library that the runtime needs, and the folder of all its classes. */
  private static final List<Library> LIBRARIES =
      List.of(
          new Library(Model.class, "bb/runtime/"),
          new Library(picocli.CommandLine.class, "picocli/"),
          new Library(com.grack.nanojson.JsonParser.class, "com/grack/nanojson/"));

  private RuntimeClasses() {}

  private record Library(Class<?> member, String folder) {}

  /** The folder or jar of the runtime. */
  static Path location() {
    return location(Model.class);
  }

  /** The bytes of all class and resource files by their path in a jar. */
  static SortedMap<String, byte[]> files() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Library library : LIBRARIES) {
      Path location = location(library.member());
      if (Files.isDirectory(location)) {
        collect(location, library.folder(), files);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
          collect(jar.getPath("/"), library.folder(), files);
        }
      }
    }
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

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
