package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is no file, or does not stay one, is an error and neither a wait nor a bug of ours. */
@DisabledOnOs(OS.WINDOWS)
class UserFilesTest {
  private static final int ELEMENTS = 1 << 20;

  @TempDir Path folder;

  private String refusal(Executable reading) {
    UserError error = assertThrows(UserError.class, reading);
    assertEquals(ErrorCode.BB0602, error.code());
    return error.getMessage().replace(folder + "/", "");
  }

  private Path weights() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", new Tensor(new int[] {2}, new float[] {1, 2}));
    tensors.put("b", new Tensor(new int[] {ELEMENTS}, new float[ELEMENTS]));
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, tensors);
    return file;
  }

  @Test
  void weightsThatAreCutShortWhileTheyAreRead() throws IOException {
    Path file = weights();
    TensorFile weights = Safetensors.open(file);
    try (RandomAccessFile shortened = new RandomAccessFile(file.toFile(), "rw")) {
      shortened.setLength(4096);
    }
    String expected = "cannot read `w.safetensors`: it has become shorter while it was read";
    assertArrayEquals(new float[] {1, 2}, weights.read("a", List.of(2)));
    assertEquals(expected, refusal(() -> weights.read("b", List.of(ELEMENTS))));
    assertEquals(
        expected,
        refusal(() -> weights.copyTo(new ByteArrayOutputStream(), weights.names(), Map.of())));
  }

  @Test
  void aPipeIsReadToItsEnd() throws Exception {
    weights();
    Path pipe = Fifo.make(folder.resolve("pipe"));
    // the shell opens both ends before it says so, and with both waits for nobody
    Process writer =
        new ProcessBuilder("sh", "-c", "exec 3<>pipe; echo; exec cat w.safetensors >&3")
            .directory(folder.toFile())
            .start();
    assertEquals('\n', writer.getInputStream().read());
    TensorFile weights = Safetensors.open(pipe);
    assertArrayEquals(new float[] {1, 2}, weights.read("a", List.of(2)));
    assertEquals(ELEMENTS, weights.read("b", List.of(ELEMENTS)).length);
  }

  @Test
  void whatIsNoFileIsNeverWaitedFor() throws Exception {
    Path pipe = Fifo.make(folder.resolve("pipe"));
    String nothing = "cannot read `pipe`: nothing comes through the pipe";
    assertEquals(nothing, refusal(() -> Safetensors.open(pipe)));
    assertEquals(nothing, refusal(() -> UserFiles.read(pipe)));
    Path zeros = Path.of("/dev/zero");
    assertEquals("cannot read `/dev/zero`: it is a device", refusal(() -> UserFiles.read(zeros)));
    assertEquals("cannot read `/dev/zero`: it is a device", refusal(() -> Safetensors.open(zeros)));
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    assertEquals(
        "cannot read `link`: nothing comes through the pipe", refusal(() -> UserFiles.read(link)));
  }
}
