package bb.report.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.report.Pictured;
import bb.report.Renderer;
import bb.report.Reported;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Drawings as SVG, Mermaid and DOT are read as what they are, whatever names they hold. */
final class PicturesTest {
  private static final String UNITS =
      """
      block Unit(width: int) {
        add {
          | { conv(width, 3, padding: 1); bn; relu; conv(width, 3, padding: 1); bn }
          | { identity }
        }
        relu
      }

      network Units {
        input image: [3, 16, 16]
        conv(8, 3, padding: 1)
        "stage": repeat 3 { Unit(8) }
        Unit(8) as shared
        "last": repeat 2 { Unit(8) }
        add(it, shared)
      }
      """;

  private static final String HOSTILE =
      """
      network Bad {
        input x: [4]
        "a\\"]; n0 -> n1; evil [label=\\"b": linear(2)
        "<b>&amp;]]>": linear(2)
        "`**bold**`| end %%[init: 1]%%": linear(2)
        "x": { linear(3); relu; linear(3); sigmoid; linear(2) }
        "#quot;": { linear(4); linear(5) }
      }
      """;

  private static String render(Renderer format, String source, int depth) {
    List<Reported> all = Pictured.all(source);
    return format.render(List.of(all.getFirst()), OptionalInt.of(depth));
  }

  private static Element svg(String source, int depth) {
    String text = render(Renderer.SVG, source, depth);
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text)))
          .getDocumentElement();
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<String> texts(Element svg) {
    List<String> texts = new ArrayList<>();
    NodeList found = svg.getElementsByTagName("text");
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  /** Equal units in a row are one, but not across what another layer reads, or another label. */
  @Test
  void equalBlocksInARowAreOne() {
    assertEquals(
        List.of(
            "3×16×16",
            "8×16×16",
            "8×16×16",
            "8×16×16",
            "8×16×16",
            "8×16×16",
            "image",
            "output",
            "3×3 conv, 8",
            "Unit",
            "×3",
            "stage · 7 layers",
            "Unit",
            "7 layers",
            "Unit",
            "×2",
            "last · 7 layers",
            "+"),
        texts(svg(UNITS, 1)));
  }

  @Test
  void anOpenBlockShowsWhatIsInside() {
    List<String> texts = texts(svg(UNITS, 2));
    assertEquals(6, texts.stream().filter("3×3 conv, 8"::equals).count() - 1);
    assertEquals(4, texts.stream().filter("+"::equals).count());
    assertTrue(texts.stream().noneMatch("identity"::equals), "a skip is a wire");
  }

  @Test
  void whatIsWrittenIsText() {
    Element svg = svg(HOSTILE, 9);
    assertEquals(0, svg.getElementsByTagName("b").getLength());
    List<String> titles = new ArrayList<>();
    NodeList found = svg.getElementsByTagName("title");
    for (int i = 0; i < found.getLength(); i++) {
      titles.add(found.item(i).getTextContent().lines().findFirst().orElse(""));
    }
    assertTrue(titles.contains("<b>&amp;]]>: linear(2) → [2]"), titles::toString);
  }

  /** The lines that DOT may have here, in which a string ends where its quote is. */
  private static final String STRING = "\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\"";

  private static final Pattern DOT =
      Pattern.compile(
          " *(?:digraph S \\{|\\}|(?:graph|node|edge) \\[A\\];|subgraph cluster_\\w+ \\{|label=S;|\\w+ \\[A\\];|\\w+ -> \\w+ \\[A\\];)"
              .replace("A", "\\w+=V(?:, \\w+=V)*")
              .replace("V", "(?:\\w+|[0-9.]+|S)")
              .replace("S", STRING));

  private static final Pattern MERMAID =
      Pattern.compile(
          (" *(?:flowchart TD|end|subgraph n\\w+\\[S\\]|n\\w+\\[S\\]:::\\w+|(?:in|out)\\d+\\(\\[S\\]\\)"
                  + "|\\w+ -->\\|S\\| \\w+|classDef \\w+ [\\w:#,]+)")
              .replace("S", "\"(?:[\\p{L}\\p{Nd} ,.×/:()\\[\\]+=−÷…]|#\\d+;|<br/>)*\""));

  @ParameterizedTest
  @EnumSource(names = {"DOT", "MERMAID"})
  void everyLineIsOneOfTheGrammar(Renderer format) {
    Pattern line = format == Renderer.DOT ? DOT : MERMAID;
    for (String source : List.of(UNITS, HOSTILE)) {
      for (int depth = 1; depth < 4; depth++) {
        String text = render(format, source, depth);
        assertEquals(
            List.of(), text.lines().filter(l -> !line.matcher(l).matches()).toList(), text);
      }
    }
  }

  /**
   * An arrow from an open copy to itself would be a loop, and one of a copy left out has no end.
   */
  @Test
  void arrowsLeadFromTheFirstOfEqualBlocks() {
    String text = render(Renderer.DOT, UNITS, 2);
    List<String> known =
        text.lines()
            .filter(l -> l.contains("[label=") && !l.contains("->"))
            .map(l -> l.strip().split(" ")[0])
            .toList();
    List<String> ends =
        text.lines()
            .filter(l -> l.contains("->"))
            .flatMap(l -> List.of(l.strip().split(" ")).subList(0, 3).stream())
            .filter(word -> !word.equals("->"))
            .distinct()
            .toList();
    assertTrue(known.containsAll(ends), text);
    assertTrue(ends.containsAll(known), text);
  }

  /** Graphviz itself reads it, where it is installed. */
  @Test
  void graphvizReadsIt() throws IOException, InterruptedException {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        java.util.stream.Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .anyMatch(
                folder -> java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, "dot"))),
        "no Graphviz on this machine");
    Process dot = new ProcessBuilder("dot", "-Tplain").start();
    try (var in = dot.getOutputStream()) {
      in.write(render(Renderer.DOT, HOSTILE, 3).getBytes(StandardCharsets.UTF_8));
    }
    String plain = new String(dot.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, dot.waitFor());
    assertTrue(plain.contains("node n0_1"), plain);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTML", "SVG", "DOT", "MERMAID"})
  void theSameNetworkGivesTheSameBytes(Renderer format) {
    assertEquals(render(format, UNITS, 2), render(format, UNITS, 2));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTML", "SVG", "DOT", "MERMAID"})
  void anyNetworkIsDrawn(Renderer format) {
    String chain =
        "network Chain {\n  input x: [4]\n  repeat 700 { sigmoid; linear(4); tanh }\n}\n";
    String nothing = "network Nothing {\n  input x: [4]\n  identity\n}\n";
    String several =
        """
        network Several {
          input a: [4]
          input b: [4]
          input c: [8]
          a -> identity as left
          b -> relu as right
          output left, left, right, c
        }
        """;
    for (String source : List.of(chain, nothing, several)) {
      for (int depth = 1; depth < 4; depth++) {
        assertTrue(render(format, source, depth).length() > 100);
      }
    }
  }
}
