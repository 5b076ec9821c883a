package bb.backend.jar;

import bb.runtime.Model;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
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
  /** The runtime and the libraries it needs: a class of each, and the folder of all its classes. */
  private static final List<Library> LIBRARIES =
      List.of(
          new Library("bb/runtime/Model.class", "bb/runtime/"),
          new Library("picocli/CommandLine.class", "picocli/"),
          new Library("com/grack/nanojson/JsonParser.class", "com/grack/nanojson/"));

  private RuntimeClasses() {}

  private record Library(String member, String folder) {}

  /** The folder or jar of the runtime. */
  static Path runtime() {
    return location(LIBRARIES.getFirst());
  }

  /** The bytes of all class and resource files by their path in a jar. */
  static SortedMap<String, byte[]> files() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Library library : LIBRARIES) {
      Path location = location(library);
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
