package bb.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonParserException;
import org.junit.jupiter.api.Test;

final class FindingTest {
  private static final String LINE =
      """
      {"$message_type":"diagnostic","message":"small","code":{"code":"BB0410"},"level":"error",\
      "spans":[{"file_name":"other.bb","line_start":1,"column_start":1,"is_primary":false},\
      {"file_name":"net.bb","line_start":8,"column_start":9,"is_primary":true}],\
      "rendered":"error[BB0410]: small\\n  ┌─ net.bb:8:9\\n  note: `params` is 15\\n"}\
      """;

  @Test
  void isPrintedAsMavensCompilerPluginPrintsItsOwn() throws JsonParserException {
    Finding finding = Finding.of(LINE);
    assertTrue(finding.isError());
    assertEquals(
        "net.bb:[8,9] BB0410: small\n  ┌─ net.bb:8:9\n  note: `params` is 15", finding.text());
  }

  @Test
  void mayBeAboutNoPlaceAndBeAWarning() throws JsonParserException {
    Finding finding =
        Finding.of(
            """
            {"message":"old","code":{"code":"BB0801"},"level":"warning","spans":[],"rendered":"x"}\
            """);
    assertFalse(finding.isError());
    assertEquals("BB0801: old", finding.text());
  }

  @Test
  void isNothingElse() {
    assertThrows(JsonParserException.class, () -> Finding.of("{\"message\":"));
  }
}
