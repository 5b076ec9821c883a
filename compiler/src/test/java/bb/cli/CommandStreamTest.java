package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Command lines of a script: each is answered with its status and as many bytes as it says. */
final class CommandStreamTest {
  @Test
  void answersWithWhatWasPrinted() {
    String[] answer = answer("explain\tBB0301");
    String[] head = answer[0].split(" ");
    assertEquals("0", head[0]);
    assertEquals("0", head[2]);
    assertEquals(
        Integer.parseInt(head[1]), answer[1].getBytes(StandardCharsets.UTF_8).length, answer[0]);
    assertTrue(answer[1].contains("BB0301"), answer[1]);
  }

  @Test
  void answersWithWhatIsWrong() {
    String[] answer = answer("explain\tBB03 01");
    assertTrue(answer[0].matches("[1-9]\\d* 0 [1-9]\\d*"), answer[0]);
  }

  private static String[] answer(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CommandStream.answer(line, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).split("\n", 2);
  }
}
