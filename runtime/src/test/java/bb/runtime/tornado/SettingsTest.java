package bb.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.runtime.Approved;
import bb.runtime.UserError;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
  private static void check(String property, String value) {
    var properties = new Properties();
    properties.setProperty("java.version", "25");
    properties.setProperty(property, value);
    Settings.check(properties);
  }

  @ParameterizedTest
  @CsvSource({
    "bb.tornado.backend, cuda",
    "bb.tornado.style, tiled",
    "bb.tornado.halves, true",
    "bb.tornado.graphs, false",
    "bb.tornado.tf32, true",
    "bb.tornado.libraries, fused",
    "bb.tornado.tuning, a folder/with anything",
    "bb.tornado.host.memory, 6GB",
    "tornado.device.memory, 6GB",
    "tornado.device.memory, 1073741824",
    "tornado.of.its.own, lots",
  })
  void takesWhatTheDocumentLists(String property, String value) {
    assertDoesNotThrow(() -> check(property, value));
  }

  @Test
  void saysWhatWasProbablyMeant() throws IOException {
    var text = new StringBuilder();
    for (String wrong :
        List.of(
            "bb.tornado.stile=tiled",
            "bb.tornado.style=paralel",
            "bb.tornado.style=Tiled",
            "bb.tornado.halves=yes",
            "bb.tornado.backend=opncl",
            "bb.tornado.libraries=all",
            "tornado.device.memory=lots",
            "bb.tornado.host.memory=1.5GB",
            "tornado.device.memory=6 GB",
            "tornado.device.memory=")) {
      String[] parts = wrong.split("=", 2);
      UserError error = assertThrows(UserError.class, () -> check(parts[0], parts[1]));
      text.append(error.text()).append('\n');
    }
    Approved.check("tornado-settings.txt", text.toString());
  }
}
