package bb.runtime.cli;

import bb.runtime.Tensor;
import bb.runtime.io.Safetensors;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Packs {@link TinyWithWeights} as the compiler packs a network, without the libraries. */
final class TinyJar {
  private static final String FOLDER = "bb/runtime/cli/";

  private TinyJar() {}

  /** Weights that make the class the brightest of the first three pixels. */
  static Path weights(Path folder) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "fc.weight",
        new Tensor(new int[] {3, 4}, new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}));
    tensors.put("fc.bias", new Tensor(new int[] {3}, new float[3]));
    Path file = folder.resolve("tiny.safetensors");
    Safetensors.write(file, tensors);
    return file;
  }

  /**
   * A jar in {@code folder}.
   *
   * @param exports whether its manifest lets the Vector API be loaded late
   */
  static Path pack(Path folder, boolean exports) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, JarMain.class.getName());
    main.put(Attributes.Name.CLASS_PATH, libraries());
    if (exports) {
      main.put(new Attributes.Name("Add-Exports"), "java.base/jdk.internal.module");
    }
    Path jar = folder.resolve(exports ? "tiny.jar" : "plain.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      add(entries, Path.of("target/classes"), "bb/");
      add(entries, Path.of("target/test-classes"), "bb/runtime/cli/Tiny");
      put(entries, FOLDER + EmbeddedModel.NAMES, TinyWithWeights.class.getName().getBytes());
      put(entries, FOLDER + TinyWithWeights.WEIGHTS, Files.readAllBytes(weights(folder)));
    }
    return jar;
  }

  /** picocli and nanojson, where the tests have them. */
  private static String libraries() {
    StringBuilder urls = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      if (entry.contains("picocli") || entry.contains("nanojson")) {
        urls.append(Path.of(entry).toUri()).append(' ');
      }
    }
    return urls.toString();
  }

  private static void add(JarOutputStream entries, Path root, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> {
            String name = root.relativize(file).toString().replace('\\', '/');
            if (name.startsWith(prefix)) {
              putFile(entries, name, file);
            }
          });
    }
  }

  private static void putFile(JarOutputStream entries, String name, Path file) {
    try {
      put(entries, name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(JarOutputStream entries, String name, byte[] bytes) throws IOException {
    entries.putNextEntry(new JarEntry(name));
    entries.write(bytes);
    entries.closeEntry();
  }
}
