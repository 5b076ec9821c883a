package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.runtime.Visible;
import bb.source.Hidden;
import org.junit.jupiter.api.Test;

/** Text looks the same on the terminal, whether the compiler prints it or a network that runs. */
final class VisibleTest {
  @Test
  void theCompilerAndTheRuntimeHideTheSame() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      assertEquals(Hidden.escapeName(text), Visible.line(text), Integer.toHexString(c));
    }
  }
}
