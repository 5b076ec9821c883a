package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.runtime.Approved;
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
}
