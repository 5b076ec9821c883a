package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.runtime.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What could not be printed is known in the end. */
final class StandardOutputTest {
  private static StandardOutput failing(String reason) {
    return StandardOutput.to(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        });
  }

  private static Optional<String> said(String reason) {
    StandardOutput out = failing(reason);
    out.println("a report");
    return out.error().map(UserError::getMessage);
  }

  @Test
  void aFullDiskIsSaid() {
    assertEquals(
        Optional.of("cannot write standard output: no space left on device"),
        said("No space left on device"));
  }

  @Test
  void aReaderMayHaveHadEnough() {
    assertEquals(Optional.empty(), said("Broken pipe"));
  }

  /** An answer that is lost is an error where it is written, whoever has gone, and only there. */
  @Test
  void anAnswerIsWrittenOrNot() {
    Map<String, String> reasons =
        Map.of(
            "No space left on device", "no space left on device",
            "Broken pipe", "nothing reads standard output");
    reasons.forEach((reason, said) -> {
      StandardOutput out = failing(reason);
      UserError error =
          assertThrows(
              UserError.class,
              () -> OutputFile.write(OutputFile.STANDARD, out, stream -> stream.write(1)));
      assertEquals("cannot write `-`: " + said, error.getMessage());
      assertEquals(Optional.empty(), out.error());
    });
  }
}
