package bb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void a_network_of_another_version_is_refused() {
    Version.require(Version.TEXT);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> Version.require("0.0.1"));
    assertEquals(
        "the network was compiled for bb-runtime 0.0.1, and this is " + Version.TEXT,
        refused.getMessage());
  }
}
