package bb.backend.tornado.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.regex.Pattern;
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

  /** Java's compiler takes long for each call that adds a task to a graph. */
  @Test
  void the_method_of_a_kernel_is_named_once() {
    List<GeneratedFile> files =
        generateText(
            """
            network Wider {
              input image: [8, 16, 16]
              repeat i in 0..4 {
                add {
                  | { conv(16 * 2 ** i, 1); relu; conv(16 * 2 ** i, 3, padding: 1) }
                  | conv(16 * 2 ** i, 1)
                }
                relu
              }
            }
            """,
            "Wider");
    String tasks = text("WiderTornado.java", files);
    String kernels =
        text("WiderParallelKernels.java", files) + text("WiderTiledKernels.java", files);
    List<String> methods =
        Pattern.compile("public static void (\\w+)")
            .matcher(kernels)
            .results()
            .map(method -> method.group(1))
            .toList();
    assertTrue(methods.size() > 5, methods.toString());
    methods.forEach(method -> assertEquals(2, tasks.split("::" + method + "\\b").length, method));
    assertTrue(tasks.split("  convolve1x1Loops\\(s, ").length > 2, tasks);
    assertEquals(List.of(), tooWide(tasks));
  }

  private static List<GeneratedFile> generate(String file, String network) throws IOException {
    return generateText(Files.readString(FOLDER.resolve(file)), network);
  }

  private static List<GeneratedFile> generateText(String text, String network) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, network, problems);
    return Compiler.generateTornado(
            graph,
            Compiler.program(graph),
            Precision.FP32,
            JavaPackage.ofNetwork(network),
            problems)
        .orElseThrow();
  }

  private static void check(String name, List<GeneratedFile> files) throws IOException {
    String text = text(name, files);
    Path approved = FOLDER.resolve(name + ".approved");
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, text);
    }
    assertEquals(Files.readString(approved), text, name);
    assertEquals(List.of(), tooWide(text), name);
  }

  private static String text(String name, List<GeneratedFile> files) {
    return files.stream()
        .filter(file -> file.path().endsWith("/" + name))
        .map(GeneratedFile::text)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> tooWide(String text) {
    return text.lines().filter(line -> line.length() > WIDEST).toList();
  }
}
