package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import bb.importing.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  @Test
  void whatIsInfiniteInBothIsNoDifference() throws IOException {
    TinyModel model =
        new TinyModel()
            .input("x", DataType.FLOAT, 1, 6)
            .constant("zero", 0)
            .constant("least", Float.NEGATIVE_INFINITY)
            .node("Greater", "c", "x", "zero")
            .node("Where", "o", "c", "x", "least")
            .output("o", DataType.FLOAT);
    Path input = Files.writeString(out.resolve("x.json"), "[-3, 1, 2, -1, 3, -2]");
    assertEquals(
        "note: `o` is 0.0e+00 from ONNX Runtime, beside 3 of 6 numbers, which are infinite or none"
            + " in both\n",
        imported(ExitCode.OK, model, "--check", "--input=" + input));
  }

  @Test
  void whatIsInfiniteInOneIsADifference() throws IOException {
    TinyModel model =
        new TinyModel()
            .input("x", DataType.FLOAT, 1, 2)
            .node("Log", "o", "x")
            .output("o", DataType.FLOAT);
    Path input = Files.writeString(out.resolve("x.json"), "[1, 2]");
    Path reference = MODELS.resolve("endless.npy");
    String printed =
        imported(
            ExitCode.CHECK_FAILED,
            model,
            "--check",
            "--input=" + input,
            "--reference=" + reference);
    assertTrue(
        printed.contains(
            "note: `o` is endlessly far from its reference: in one of them alone is a number"
                + " infinite or none\n"),
        printed);
  }

  @Test
  void aModelMayRoundToWhatItsTypesHold() throws IOException {
    TinyModel model =
        new TinyModel()
            .input("x", DataType.FLOAT16, 1, 2)
            .node("Neg", "o", "x")
            .output("o", DataType.FLOAT16);
    Path close = Files.writeString(out.resolve("close.json"), "[1.5, 1000.3]");
    String printed = imported(ExitCode.OK, model, "--check", "--input=" + close);
    assertTrue(printed.matches("note: `o` is \\d\\.\\de-0[34] from ONNX Runtime\n"), printed);
    String far =
        imported(
            ExitCode.CHECK_FAILED,
            model,
            "--check",
            "--input=" + close,
            "--reference=" + MODELS.resolve("endless.npy"));
    assertTrue(
        far.contains("no more than 2.0e-03 is let pass, as the model rounds to 11 binary digits"),
        far);
  }

  @Test
  void aModelOfSeveralExamplesIsComparedInTheFirst() throws IOException {
    TinyModel model =
        new TinyModel()
            .input("x", DataType.FLOAT, 8, 3, 4, 4)
            .node("GlobalAveragePool", "o", "x")
            .output("o", DataType.FLOAT);
    String refused = imported(ExitCode.DIAGNOSTICS, model);
    assertTrue(refused.contains("`--shape x=1,3,4,4`"), refused);
    String printed = imported(ExitCode.OK, model, "--shape=x=1,3,4,4", "--check");
    assertTrue(printed.matches("note: `o` is \\d\\.\\de[-+]\\d\\d from ONNX Runtime\n"), printed);
  }

  private String imported(int exit, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--shape=image=1,3,16,16");
    return imported(exit, MODELS.resolve("little.onnx"), all.toArray(String[]::new));
  }

  private String imported(int exit, TinyModel model, String... options) throws IOException {
    return imported(exit, Files.write(out.resolve("tiny.onnx"), model.bytes()), options);
  }

  private String imported(int exit, Path model, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("import", model.toString(), "--output=" + out.resolve("little.bb")));
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
