package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.Elaborator;
import bb.report.MemoryMap;
import bb.report.Renderer;
import bb.report.Report;
import bb.report.Reported;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The networks of the zoo, drawn. */
@Execution(ExecutionMode.SAME_THREAD) // ELK does not say that threads may share it
final class DrawingsTest {
  private static final Path PICTURE = Path.of("../docs/images/gpt2.svg");

  private static String svg(Graph graph, OptionalInt depth) {
    Report report = Report.of(graph, 0, new Report.Memory(0, 0, 0));
    MemoryMap nothing = new MemoryMap(List.of(), List.of(), 0);
    return Renderer.SVG.render(List.of(new Reported(graph, report, nothing)), depth);
  }

  /** One network of each file: the drawing is XML, and a figure rather than a wall of boxes. */
  @TestFactory
  Stream<DynamicTest> everyFileOfTheZooIsDrawn() {
    return Examples.list(Path.of("zoo")).stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> isDrawn(file)));
  }

  private static void isDrawn(Path file)
      throws IOException, ParserConfigurationException, SAXException {
    Compiler compiler = Examples.open(file, new Problems()).orElseThrow();
    String name =
        compiler.networks().stream()
            .filter(Elaborator.Network::complete)
            .findFirst()
            .orElseThrow()
            .name();
    String svg = svg(compiler.graph(name).orElseThrow(), OptionalInt.empty());
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertTrue(Double.parseDouble(root.getAttribute("width")) < 1500, "wider than a page");
    assertTrue(root.getElementsByTagName("rect").getLength() < 400, "more boxes than are seen");
  }

  /** {@code -Dapprove=true} draws it anew. */
  @Test
  void thePictureOfTheDocumentsIsCurrent() throws IOException {
    String svg = svg(Examples.graph(Path.of("zoo/gpt2.bb"), "GPT2"), OptionalInt.of(3));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(PICTURE, svg);
    }
    assertEquals(Files.readString(PICTURE), svg);
  }
}
