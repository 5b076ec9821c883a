package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.io.Safetensors;
import bb.source.SourceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    Path weights = weights("w.safetensors", 1);
    try (JarFile jar = new JarFile(jar("tiny.jar", Optional.of(weights)).toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertEquals("META-INF/MANIFEST.MF", names.getFirst());
      List<String> foreign =
          names.stream()
              .filter(name -> !name.endsWith(".class") && !name.startsWith("META-INF/"))
              .toList();
      assertEquals(List.of("weights.safetensors"), foreign);
      assertEquals(JarEntry.STORED, jar.getEntry("weights.safetensors").getMethod());
      assertEquals("bb.models.Tiny\n", text(jar, "META-INF/bb-model"));
    }
  }

  @Test
  void a_jar_for_tornadovm_names_the_class_that_runs_it() throws IOException {
    CompiledModel cpu = model(false);
    CompiledModel model =
        new CompiledModel(cpu.name(), Optional.of("bb.models.TinyTornado"), cpu.classes());
    try (JarFile jar = new JarFile(write("tiny.jar", model, Optional.empty()).toFile())) {
      assertEquals("bb.models.Tiny\nbb.models.TinyTornado\n", text(jar, "META-INF/bb-model"));
    }
  }

  /** What Java does with the current folder when it starts with TornadoVM. */
  @Test
  void jars_in_one_folder_are_modules_of_different_names() throws IOException {
    Path weights = weights("w.safetensors", 1);
    Path others = weights("v.safetensors", 2);
    jar("3dnet.jar", Optional.empty());
    jar("net.jar", Optional.of(weights));
    jar("net-2.jar", Optional.of(others));
    Set<ModuleReference> modules = ModuleFinder.of(folder).findAll();
    assertEquals(3, modules.size());
    for (ModuleReference module : modules) {
      assertTrue(module.descriptor().name().startsWith("bb.models.Tiny.x"));
      assertFalse(module.descriptor().isAutomatic());
    }
  }

  private static String text(JarFile jar, String entry) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private Path weights(String name, float number) {
    Path file = folder.resolve(name);
    Safetensors.write(file, Map.of("a", new Tensor(new int[] {1}, new float[] {number})));
    return file;
  }

  private Path jar(String name, Optional<Path> weights) throws IOException {
    return write(name, model(weights.isPresent()), weights);
  }

  private static CompiledModel model(boolean embedded) {
    Problems problems = new Problems();
    Graph graph =
        Compiler.open(new SourceFile("tiny.bb", SOURCE), (_, _) -> Optional.empty(), problems)
            .flatMap(compiler -> compiler.graph("Tiny"))
            .orElseThrow();
    return Compiler.plan(graph, problems)
        .map(plan -> Compiler.generate(graph, plan, embedded))
        .flatMap(files -> JavaBuild.compile(files, problems))
        .orElseThrow();
  }

  private Path write(String name, CompiledModel model, Optional<Path> weights) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar)) {
      JarWriter.write(out, model, weights.map(Safetensors::open));
    }
    return jar;
  }
}
