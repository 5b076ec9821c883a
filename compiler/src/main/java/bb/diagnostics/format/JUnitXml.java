package bb.diagnostics.format;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.TextRenderer;
import bb.source.Hidden;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Findings as JUnit's XML: a suite for each file, in it a case for each network in which nothing is
 * wrong and a failed one for each failure. Warnings fail nothing; they are the output of their
 * suite.
 */
final class JUnitXml {
  /** What belongs to no file. */
  private static final String NO_FILE = "bbc";

  private final XMLStreamWriter xml;

  private JUnitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** What is said of one file. */
  private record Suite(List<Findings.Checked> checked, List<Diagnostic> diagnostics) {
    Suite() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    List<Diagnostic> failures() {
      return diagnostics.stream().filter(d -> !Findings.isWarning(d)).toList();
    }

    String warnings() {
      return diagnostics.stream()
          .filter(Findings::isWarning)
          .map(d -> TextRenderer.render(d, false))
          .collect(Collectors.joining("\n"));
    }
  }

  static String render(Findings findings) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JUnitXml(xml).suites(suites(findings));
      xml.flush();
    } catch (XMLStreamException e) {
      throw new AssertionError("a string takes any text", e);
    }
    return text.toString();
  }

  private static Map<String, Suite> suites(Findings findings) {
    Map<String, Suite> suites = new LinkedHashMap<>();
    for (Diagnostic diagnostic : findings.diagnostics()) {
      String file = diagnostic.primary().map(l -> l.span().file().path()).orElse(NO_FILE);
      suites.computeIfAbsent(file, _ -> new Suite()).diagnostics().add(diagnostic);
    }
    for (Findings.Checked checked : findings.checked()) {
      suites.computeIfAbsent(checked.file(), _ -> new Suite()).checked().add(checked);
    }
    return suites;
  }

  private void suites(Map<String, Suite> suites) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    for (Map.Entry<String, Suite> suite : suites.entrySet()) {
      suite(suite.getKey(), suite.getValue());
    }
    line(0);
    xml.writeEndElement();
    line(0);
    xml.writeEndDocument();
  }

  private void suite(String file, Suite suite) throws XMLStreamException {
    List<Diagnostic> failures = suite.failures();
    line(1);
    xml.writeStartElement("testsuite");
    attribute("name", file);
    attribute("tests", String.valueOf(suite.checked().size() + failures.size()));
    attribute("failures", String.valueOf(failures.size()));
    attribute("errors", "0");
    for (Findings.Checked checked : suite.checked()) {
      line(2);
      xml.writeEmptyElement("testcase");
      attribute("classname", file);
      attribute("name", checked.network());
    }
    for (Diagnostic failure : failures) {
      failure(file, failure);
    }
    String warnings = suite.warnings();
    if (!warnings.isEmpty()) {
      line(2);
      xml.writeStartElement("system-out");
      characters(warnings);
      xml.writeEndElement();
    }
    line(1);
    xml.writeEndElement();
  }

  private void failure(String file, Diagnostic failure) throws XMLStreamException {
    line(2);
    xml.writeStartElement("testcase");
    attribute("classname", file);
    attribute(
        "name",
        failure.code() + failure.primary().map(l -> ", line " + l.span().line()).orElse(""));
    line(3);
    xml.writeStartElement("failure");
    attribute("type", failure.code().name());
    attribute("message", failure.message());
    characters(TextRenderer.render(failure, false));
    xml.writeEndElement();
    line(2);
    xml.writeEndElement();
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, legal(value));
  }

  private void characters(String text) throws XMLStreamException {
    xml.writeCharacters(legal(text));
  }

  /**
   * XML cannot say some characters, not even by their numbers: controls, halves of pairs, U+FFFE.
   */
  private static String legal(String text) {
    return Hidden.escape(text).replaceAll("[\\f\\uFFFE\\uFFFF]", " ");
  }
}
