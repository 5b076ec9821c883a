package bb.backend.tornado.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.TestModel;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The generated sources of two small networks, read and approved; {@code -Dapprove=true} replaces
 * them. The first shows what holds a network together, and convolutions; the second the kernels of
 * all other layers.
 */
class DeviceSourceTest {
  private static final Path FOLDER = Path.of("src/test/resources/generated");

  /** Characters of a line that a person still reads without scrolling. */
  private static final int WIDEST = 120;

  @Test
  void sources_are_as_approved() throws IOException {
    List<GeneratedFile> tiny = generate("tiny.bb", "Tiny");
    check("TinyTornado.java", tiny);
    check("TinyParallelKernels.java", tiny);
  }

  @Test
  void kernels_of_layers_are_as_approved() throws IOException {
    check("LayersParallelKernels.java", generate("layers.bb", "Layers"));
  }

  private static List<GeneratedFile> generate(String file, String network) throws IOException {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(Files.readString(FOLDER.resolve(file)), network, problems);
    return Compiler.generateTornado(
            graph,
            Compiler.program(graph),
            Precision.FP32,
            JavaPackage.ofNetwork(network),
            problems)
        .orElseThrow();
  }

  private static void check(String name, List<GeneratedFile> files) throws IOException {
    String text =
        files.stream()
            .filter(file -> file.path().endsWith("/" + name))
            .map(GeneratedFile::text)
            .findFirst()
            .orElseThrow();
    Path approved = FOLDER.resolve(name + ".approved");
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, text);
    }
    assertEquals(Files.readString(approved), text, name);
    assertEquals(List.of(), text.lines().filter(line -> line.length() > WIDEST).toList(), name);
  }
}
