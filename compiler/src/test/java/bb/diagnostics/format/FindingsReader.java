package bb.diagnostics.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads findings as the tools do that they are written for. */
public final class FindingsReader {
  private FindingsReader() {}

  /**
   * @param text what {@code format} made of {@code count} diagnostics
   */
  public static void check(Format format, String text, int count) {
    try {
      switch (format) {
        case TEXT -> assertEquals(count == 0, text.isEmpty());
        case JSON -> {
          List<String> lines = text.lines().toList();
          assertEquals(count, lines.size());
          for (String line : lines) {
            assertEquals("diagnostic", JsonParser.object().from(line).getString("$message_type"));
          }
        }
        case SARIF ->
            assertEquals(
                count,
                JsonParser.object()
                    .from(text)
                    .getArray("runs")
                    .getObject(0)
                    .getArray("results")
                    .size());
        case GITLAB -> assertEquals(count, JsonParser.array().from(text).size());
        case GITHUB -> {
          List<String> lines = text.lines().toList();
          assertEquals(count, lines.size());
          lines.forEach(line -> assertTrue(line.matches("::(error|warning) .+::.*"), line));
        }
        case JUNIT -> assertTrue(failures(document(text)) <= count);
      }
    } catch (JsonParserException | SAXException e) {
      throw new AssertionError(format + " cannot be read: " + text, e);
    }
  }

  static Document document(String text) throws SAXException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text)));
    } catch (ParserConfigurationException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static int failures(Document document) {
    return document.getElementsByTagName("failure").getLength();
  }
}
