package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that are compared with ONNX Runtime, which the tests have on their class path. */
final class ProofTest {
  private static final Path MODELS = Path.of("src/test/resources/cli/files/models");

  @TempDir private Path out;

  @Test
  void anImportIsComparedWithOnnxRuntime() {
    String printed = imported(ExitCode.OK, "--check");
    assertTrue(printed.matches("note: `scores` is \\d\\.\\de-\\d\\d from ONNX Runtime\n"), printed);
    assertTrue(Files.exists(out.resolve("little.bb")));
  }

  @Test
  void anImportIsComparedWithAReferenceOfItsInput() {
    String printed =
        imported(
            ExitCode.OK,
            "--check",
            "--input=" + MODELS.resolve("image.npy"),
            "--reference=" + MODELS.resolve("scores.npy"));
    assertTrue(
        printed.matches("note: `scores` is \\d\\.\\de-\\d\\d from its reference\n"), printed);
  }

  @Test
  void whatWasComputedElsewhereIsNotWritten() {
    String printed =
        imported(ExitCode.CHECK_FAILED, "--check", "--reference=" + MODELS.resolve("scores.npy"));
    assertTrue(printed.contains("error[BB0910]"), printed);
    assertFalse(Files.exists(out.resolve("little.bb")));
  }

  private String imported(int exit, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "import",
                MODELS.resolve("little.onnx").toString(),
                "--shape=image=1,3,16,16",
                "--output=" + out.resolve("little.bb")));
    args.addAll(List.of(options));
    var err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(stream, stream, false, false, false, false);
    int found = Main.run(terminal, Host.system(), args.toArray(String[]::new));
    String printed = err.toString(StandardCharsets.UTF_8);
    assertEquals(exit, found, printed);
    return printed;
  }
}
