package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Approved;
import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanesTest {
  @ParameterizedTest
  @CsvSource({"128, 512", "256, 512", "512, 512", "128, 128", "256, 256"})
  void vectors_are_as_long_as_was_asked_for(int wanted, int longest) {
    assertEquals(wanted, Lanes.vectorBits(String.valueOf(wanted), longest));
  }

  @Test
  void no_others() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String wanted : List.of("512", "64", "0", "192", "-256", "+128", " 128", "long", "")) {
      UserError error = assertThrows(UserError.class, () -> Lanes.vectorBits(wanted, 256), wanted);
      text.append(error.text()).append('\n');
    }
    Approved.check("vector-bits.txt", text.toString());
  }

  @Test
  void vectors_are_there_if_they_are_required() throws IOException {
    Lanes.require();
    assertTrue(Lanes.available());
    System.setProperty(Lanes.SCALAR, "true");
    try {
      assertFalse(Lanes.available());
      UserError error = assertThrows(UserError.class, Lanes::require);
      Approved.check("no-vectors.txt", error.text());
      System.setProperty(Lanes.REQUIRE, "true");
      error = assertThrows(UserError.class, Lanes::available);
      assertEquals(ErrorCode.BB0651, error.code());
    } finally {
      System.clearProperty(Lanes.REQUIRE);
      System.clearProperty(Lanes.SCALAR);
    }
  }
}
