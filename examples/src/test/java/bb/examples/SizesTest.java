package bb.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.cpu.plan.Allocation;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the language is for stays as short as a paper's own account of it, and what it becomes. */
final class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "gallery/sentiment.bb, 12", // a classifier of two LSTM layers
    "zoo/gpt2.bb, 38",
    "zoo/swin.bb, 60",
  })
  void aSourceIsShort(Path file, int most) {
    int lines = Examples.code(file);
    assertTrue(lines <= most, () -> file + " has " + lines + " lines");
  }

  @ParameterizedTest
  @CsvSource({"zoo/swin.bb, SwinT, 124", "zoo/swin_v2.bb, SwinV2T, 199"})
  void anInferenceTakesFewKernels(Path file, String network, int most) {
    int kernels = Allocation.of(Compiler.program(Examples.graph(file, network))).kernels();
    assertTrue(kernels <= most, () -> network + " takes " + kernels);
  }
}
