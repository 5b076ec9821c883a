package bb.backend.jar;

import bb.backend.JavaPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * How a jar is put together that needs nothing but a Java virtual machine: beside the model it
 * holds the runtime and its libraries, all below the model's package, and says whose they are.
 */
final class SelfContained implements Packing {
  /** Beside the class that reads it: see {@code bb.runtime.cli.EmbeddedModel}. */
  private static final String NAMES = "runtime/cli/network.txt";

  /** That of bb, and of its libraries, too. */
  private static final String LICENSE = "META-INF/LICENSE";

  private static final String NOTICE =
      """
      This jar was made by bb. It holds, beside what was generated for its network:
      """;

  private final CompiledModel model;
  private final JavaPackage home;

  SelfContained(CompiledModel model) {
    this.model = model;
    this.home = model.home();
  }

  /** The class that {@code java -jar} starts. */
  String mainClass() {
    return home + ".runtime.cli.Launch";
  }

  @Override
  public Interface asModule() {
    return new Interface(
        List.of("java.management"),
        List.of("java.desktop"), // a method takes its pictures
        List.of(home.name(), home + ".runtime"),
        mainClass());
  }

  @Override
  public Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, mainClass());
    // lets the runtime load the vector module: see bb.runtime.VectorModule
    main.put(new Attributes.Name("Add-Exports"), "java.base/jdk.internal.module");
    return manifest;
  }

  @Override
  public SortedMap<String, byte[]> files() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Relocation relocation = new Relocation(home);
    SortedMap<String, byte[]> all = new TreeMap<>();
    for (Library library : Library.ALL) {
      all.putAll(RuntimeClasses.files(library));
    }
    for (Map.Entry<String, byte[]> file : Reachable.of(model, all).entrySet()) {
      byte[] bytes = file.getValue();
      files.put(
          relocation.path(file.getKey()),
          file.getKey().endsWith(".class") ? relocation.move(bytes) : bytes);
    }
    for (Map.Entry<String, byte[]> type : model.classes().entrySet()) {
      files.put(type.getKey().replace('.', '/') + ".class", relocation.move(type.getValue()));
    }
    String names = model.name() + "\n" + model.device().map(device -> device + "\n").orElse("");
    files.put(home.folder() + NAMES, names.getBytes(StandardCharsets.UTF_8));
    files.putAll(licences());
    return files;
  }

  private SortedMap<String, byte[]> licences() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    StringBuilder notice = new StringBuilder(NOTICE);
    files.put(LICENSE, license());
    for (Library library : Library.ALL) {
      notice
          .append("\n%s\n%s\n".formatted(library.name(), library.copyright()))
          .append("Apache License 2.0: %s\n".formatted(LICENSE))
          .append("here: %s%s, ".formatted(home.folder(), library.home()))
          .append("moved from %s by renaming, otherwise unchanged\n".formatted(library.folder()));
    }
    files.put("META-INF/NOTICE", notice.toString().getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private static byte[] license() throws IOException {
    try (InputStream in = SelfContained.class.getResourceAsStream("LICENSE")) {
      return in.readAllBytes();
    }
  }
}
