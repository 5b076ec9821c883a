package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What could not be printed is known in the end. */
final class StandardOutputTest {
  private static Optional<String> said(String reason) {
    StandardOutput out =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(reason);
              }
            });
    out.printing().println("a report");
    return out.fault().map(fault -> CommandProblems.notPrinted(fault).message());
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
}
