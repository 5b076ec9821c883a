package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.JavaPackage;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarWriterTest {
  private static final long MAX_BYTES = 1_000_000;

  private static final String SOURCE =
      """
      network Tiny {
        input image: [3, 8, 8]
        conv(4, 3)
        relu
        flatten
        linear(2)
      }
      """;

  private static final String NAMES = "bb/models/tiny/runtime/cli/network.txt";

  @TempDir Path folder;

  @Test
  void two_compilations_give_the_same_bytes() throws IOException {
    byte[] first = Files.readAllBytes(jar("first.jar", Optional.empty()));
    byte[] second = Files.readAllBytes(jar("second.jar", Optional.empty()));
    assertArrayEquals(first, second);
    assertTrue(first.length < MAX_BYTES, first.length + " bytes");
  }

  @Test
  void it_holds_classes_and_weights_and_nothing_native() throws IOException {
    try (JarFile jar = new JarFile(jar("tiny.jar", Optional.of(1f)).toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertEquals("META-INF/MANIFEST.MF", names.getFirst());
      List<String> foreign =
          names.stream()
              .filter(name -> !name.endsWith(".class") && !name.startsWith("META-INF/"))
              .toList();
      String weights = "bb/models/tiny/Tiny.safetensors";
      assertEquals(List.of(NAMES, weights), foreign);
      assertEquals(JarEntry.STORED, jar.getEntry(weights).getMethod());
      assertEquals("bb.models.tiny.Tiny\n", text(jar, NAMES));
    }
  }

  /** What layers that a network lacks are computed by, and what needs a GPU, is not in its jar. */
  @Test
  void it_holds_the_runtime_as_far_as_the_network_reaches() throws IOException {
    String runtime = "bb/models/tiny/runtime/";
    try (JarFile jar = new JarFile(jar("tiny.jar", Optional.empty()).toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      for (String there : List.of("Model", "package-info", "cpu/Gemm", "cli/JarMain")) {
        assertTrue(names.contains(runtime + there + ".class"), there);
      }
      for (String absent : List.of("cpu/Attention", "cpu/Winograd", "tornado/device/Stages")) {
        assertFalse(names.contains(runtime + absent + ".class"), absent);
      }
    }
  }

  @Test
  void a_jar_for_tornadovm_names_the_class_that_runs_it() throws IOException {
    CompiledModel cpu = model(false);
    CompiledModel model =
        new CompiledModel(cpu.name(), Optional.of("bb.models.tiny.TinyTornado"), cpu.classes());
    Path file = Jars.write(folder.resolve("tiny.jar"), model, Optional.empty());
    try (JarFile jar = new JarFile(file.toFile())) {
      assertEquals("bb.models.tiny.Tiny\nbb.models.tiny.TinyTornado\n", text(jar, NAMES));
    }
  }

  /** What Java does with the current folder when it starts with TornadoVM. */
  @Test
  void jars_in_one_folder_are_modules_of_different_names() throws IOException {
    jar("3dnet.jar", Optional.empty());
    jar("net.jar", Optional.of(1f));
    jar("net-2.jar", Optional.of(2f));
    Set<ModuleReference> modules = ModuleFinder.of(folder).findAll();
    assertEquals(3, modules.size());
    for (ModuleReference module : modules) {
      assertTrue(module.descriptor().name().startsWith("bb.models.tiny.x"));
      assertFalse(module.descriptor().isAutomatic());
    }
  }

  private static String text(JarFile jar, String entry) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private Path jar(String name, Optional<Float> weights) throws IOException {
    Optional<JarWriter.Embedded> embedded =
        weights.map(w -> Jars.weights(folder.resolve(w + ".safetensors"), SOURCE, "Tiny", w));
    return Jars.write(folder.resolve(name), model(weights.isPresent()), embedded);
  }

  private static CompiledModel model(boolean embedded) {
    return Jars.compile(SOURCE, "Tiny", JavaPackage.ofNetwork("Tiny"), embedded);
  }
}
