package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mistake that is found while a network runs looks the same from {@code bbc} and from a jar. */
final class UserErrorTest {
  @Test
  void looksAsFromAJar() {
    UserError error =
        new UserError(ErrorCode.BB0612, "`w` does not fit network `Net`: 2 tensors missing")
            .note("missing: `a.weight` [3]", "missing: `b.weight` [4]")
            .note("did you mean nothing by it?")
            .help("did you mean `v`?")
            .help("or give another file");
    String expected =
        """
        error[BB0612]: `w` does not fit network `Net`: 2 tensors missing
          note: missing: `a.weight` [3]
                missing: `b.weight` [4]
          note: did you mean nothing by it?
          help: did you mean `v`?
          help: or give another file
        """;
    assertEquals(expected, error.text());
    assertEquals(expected + "  for more: bbc explain BB0612\n\n1 error\n", printed(error));
  }

  private static String printed(UserError error) {
    var err = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(new ByteArrayOutputStream());
    Terminal terminal =
        new Terminal(
            out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false, false, false);
    Host host =
        new Host(
            Map.of(),
            Path.of("/home/ada"),
            Path.of("/"),
            () -> new Host.Java("25", Path.of("/opt/jdk-25"), true, true),
            (c, f, l) -> new Programs.Answer(1, ""));
    assertEquals(
        ExitCode.DIAGNOSTICS, Main.failure(new Session(terminal, host), error, new String[0]));
    return err.toString(StandardCharsets.UTF_8);
  }
}
