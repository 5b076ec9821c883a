package bb.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.backend.cpu.TestModel;
import bb.backend.jar.JavaBuild;
import bb.backend.tornado.StandIns;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.io.Synthetic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What Java reads in generated sources does not depend on any text of the user's: names, labels,
 * docs, files and tensors are called what nobody should call them, past the front end, which would
 * refuse most of it.
 */
final class UserTextTest {
  private static final Graph TINY = graph("tiny.bb", "Tiny");
  private static final Graph LAYERS = graph("layers.bb", "Layers");
  private static final List<String> TINY_SHAPE = JavaShape.of(sources(calm(TINY)));

  /** Whatever ends lines, comments and literals, is an escape, or means something to JavaPoet. */
  private static final List<String> PIECES =
      List.of(
          "\n",
          "\r",
          "\r\n",
          "\u000b",
          "\f",
          "\u001c",
          "\u0085",
          "\u2028",
          "\u2029",
          "\0",
          "\t",
          "\b",
          "\u001a",
          "\u007f",
          "\u009b",
          "\u200b",
          "\u200d",
          "\u202e",
          "\u2066",
          "\ufeff",
          "\ud800",
          "\udfff",
          "\ud83d\ude00",
          "\\u000a",
          "\\u002a/",
          "\\uuu0022",
          "\\",
          "\\\\u000a",
          "*/",
          "/*",
          "*",
          "/",
          "//",
          "///",
          "\"",
          "\"\"\"",
          "'",
          "$",
          "$$",
          "$L",
          "$S",
          "$T",
          "$>",
          "${x}",
          "%s",
          "{",
          "}",
          "{@code",
          "@deprecated",
          "@",
          "<",
          "&",
          " ",
          ";",
          "é",
          "文",
          "𝕏",
          "null",
          "static { System.exit(1); }",
          "int x = 0; //",
          "class",
          "record",
          "_",
          "9");

  @Property(tries = 40, seed = "1")
  void java_reads_the_same_whatever_the_text(@ForAll("texts") String text) {
    assertEquals(TINY_SHAPE, JavaShape.of(sources(Renamed.of(TINY, around(text)))));
  }

  @Example
  void java_reads_the_same_for_all_layers() {
    String text = String.join("", PIECES);
    assertEquals(
        JavaShape.of(sources(calm(LAYERS))),
        JavaShape.of(sources(Renamed.of(LAYERS, around(text)))));
  }

  /** Each piece at the beginning and at the end of every text: the property may miss a pair. */
  @Example
  void java_reads_the_same_for_each_piece() {
    for (String piece : PIECES) {
      assertEquals(TINY_SHAPE, JavaShape.of(sources(Renamed.of(TINY, around(piece)))), piece);
    }
  }

  /** All pieces in one text: it compiles without a warning and comes back as it was. */
  @Example
  void literals_are_the_text_itself() {
    Graph graph = Renamed.of(TINY, around(String.join("", PIECES)));
    ModelInfo info =
        JavaBuild.compile(cpu(graph), new Problems())
            .orElseThrow()
            .load()
            .withWeights(Synthetic.weights())
            .info();
    assertEquals(graph.name(), info.network());
    assertEquals(graph.inputs().getFirst().name(), info.inputs().getFirst().name());
    assertEquals(graph.outputs().getFirst().name(), info.outputs().getFirst().name());
    assertEquals(
        graph.parameters().stream().map(Graph.Parameter::name).toList(),
        info.tensors().stream().map(TensorInfo::name).toList());
    StandIns.compile(graph, Precision.FP16);
  }

  /** A class of ours would hide what Java, the runtime and other classes of ours mean by it. */
  @Example
  void a_network_may_have_the_name_of_something_else() {
    for (String name : List.of("int", "var", "_", "Object", "Math", "Override", "List", "Tensor")) {
      JavaBuild.compile(cpu(called(name)), new Problems()).orElseThrow();
    }
    for (GeneratedFile file : sources(TINY)) {
      String name = file.className().replaceFirst(".*\\.", "");
      List<String> paths = sources(called(name)).stream().map(GeneratedFile::path).toList();
      assertEquals(Set.copyOf(paths).size(), paths.size(), name);
    }
  }

  private static Graph called(String name) {
    return Renamed.of(TINY, text -> text.equals("0") ? name : "a" + text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.strings().ofMaxLength(3))
        .list()
        .ofMaxSize(8)
        .map(pieces -> String.join("", pieces));
  }

  private static UnaryOperator<String> around(String text) {
    return number -> text + number + text;
  }

  private static Graph calm(Graph graph) {
    return Renamed.of(graph, number -> "a" + number);
  }

  private static List<GeneratedFile> sources(Graph graph) {
    List<GeneratedFile> files = new ArrayList<>(cpu(graph));
    files.addAll(
        Compiler.generateTornado(
                graph,
                Compiler.program(graph),
                Precision.FP32,
                JavaPackage.of(graph),
                new Problems())
            .orElseThrow());
    return files;
  }

  private static List<GeneratedFile> cpu(Graph graph) {
    return Compiler.generate(
        graph,
        Compiler.plan(Compiler.program(graph), new Problems()).orElseThrow(),
        JavaPackage.of(graph),
        true);
  }

  private static Graph graph(String file, String network) {
    try {
      String text = Files.readString(Path.of("src/test/resources/generated").resolve(file));
      return TestModel.parse(text, network, new Problems());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
