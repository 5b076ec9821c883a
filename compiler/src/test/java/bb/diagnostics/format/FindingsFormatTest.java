package bb.diagnostics.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.SourceFile;
import bb.source.Span;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.SAXException;

/** Every format of findings is what its readers take, whatever the text. */
final class FindingsFormatTest {
  /** What quoting has to deal with, in every format. */
  private static final String NASTY = "50% of a,b: \"<é>\" & 𝄞 \f\u0001 ]]> `x` \uFFFE";

  private static SourceFile file(String path) {
    return new SourceFile(path, "# é𝄞\nnetwork A {\n  " + NASTY + "\n}\n");
  }

  private static List<Diagnostic> diagnostics(SourceFile file) {
    int line = file.text().indexOf(NASTY);
    Span word = file.span(line, line + 3);
    Diagnostic first =
        Diagnostic.at(Code.BB0202, word, "no layer " + NASTY + "\nsecond line", NASTY)
            .with(new Label(file.span(0, 1), "here"))
            .note("a note\rwith a return")
            .help(Help.replace("replace", word, "relu \"x\""))
            .help("or not");
    Diagnostic warning = Diagnostic.at(Code.BB0801, word, "a warning", "");
    Diagnostic several = Diagnostic.at(Code.BB0410, file.span(2, line + 2), "two lines", "");
    return List.of(warning, first, several, Diagnostic.general(Code.BB0703, "no place"));
  }

  private static Findings findings(String path) {
    return new Findings(
        "1.2.3",
        List.of(new Findings.Checked("b.bb", "Right", 1234, 5678)),
        diagnostics(file(path)));
  }

  @ParameterizedTest
  @EnumSource
  void canBeRead(Format format) {
    FindingsReader.check(format, format.render(findings("a b/é,1:%.bb")), 4);
    FindingsReader.check(format, format.render(new Findings("1", List.of(), List.of())), 0);
  }

  @Test
  void sarifIsWhatItsSchemaSays() throws IOException {
    JsonSchema schema;
    try (InputStream in = getClass().getResourceAsStream("/schemas/sarif-2.1.0.json")) {
      schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
              .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    for (String path : List.of("a.bb", "/a b/é,1:%.bb", "a:b.bb")) {
      String sarif = Format.SARIF.render(findings(path));
      assertEquals(Set.of(), schema.validate(sarif, InputFormat.JSON));
      String broken = sarif.replace("\"2.1.0\"", "\"2.1\"");
      assertNotEquals(Set.of(), schema.validate(broken, InputFormat.JSON));
    }
  }

  @Test
  void fingerprintsStayWhenLinesMove() {
    SourceFile before = file("a.bb");
    SourceFile after = new SourceFile("a.bb", "# a\n# b\n" + before.text());
    List<String> fingerprints = Fingerprints.of(diagnostics(before));
    int line = after.text().indexOf(NASTY);
    Diagnostic moved = Diagnostic.at(Code.BB0202, after.span(line, line + 3), "otherwise", "");
    assertEquals(fingerprints.get(1), Fingerprints.of(List.of(moved)).getFirst());
    assertEquals(fingerprints.size(), Set.copyOf(fingerprints).size());
    List<String> twice = Fingerprints.of(List.of(moved, moved));
    assertNotEquals(twice.get(0), twice.get(1));
  }

  @Test
  void jsonHasRustcsFields() throws JsonParserException {
    String line = Format.JSON.render(findings("a.bb")).lines().toList().get(1);
    JsonObject diagnostic = JsonParser.object().from(line);
    assertEquals("error", diagnostic.getString("level"));
    assertEquals("BB0202", diagnostic.getObject("code").getString("code"));
    JsonObject span = diagnostic.getArray("spans").getObject(0);
    assertTrue(span.getBoolean("is_primary"));
    assertEquals(3, span.getInt("line_start"));
    assertEquals(3, span.getInt("column_start"));
    // two, two, and four bytes of the first line, one each of the rest
    assertEquals(2 + 2 + 4 + 1 + "network A {\n  ".length(), span.getInt("byte_start"));
    JsonObject help = diagnostic.getArray("children").getObject(1);
    assertEquals("help", help.getString("level"));
    assertEquals(
        "relu \"x\"", help.getArray("spans").getObject(0).getString("suggested_replacement"));
  }

  @Test
  void annotationsCannotBeForged() {
    List<String> lines = Format.GITHUB.render(findings("a,b:%.bb")).lines().toList();
    assertTrue(
        lines.getFirst().startsWith("::error file=a%2Cb%3A%25.bb,line=3,"), lines.getFirst());
    assertTrue(lines.getFirst().contains("%0Asecond line"), lines.getFirst());
    assertTrue(lines.getLast().startsWith("::warning "), "the most severe come first");
  }

  @Test
  void junitFailsForFailuresOnly() throws SAXException {
    var document = FindingsReader.document(Format.JUNIT.render(findings("a.bb")));
    assertEquals(3, FindingsReader.failures(document));
    assertEquals(4, document.getElementsByTagName("testcase").getLength());
  }
}
