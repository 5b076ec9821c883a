package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ResampleTest {
  /** Every size and filter is what Pillow makes of it, to the bit. */
  @TestFactory
  Stream<DynamicTest> asPillow() throws IOException {
    Picture source = picture(Resources.path("resize/source.npy"));
    List<Path> goldens;
    try (Stream<Path> files = Files.list(Resources.path("resize"))) {
      goldens = files.filter(f -> f.getFileName().toString().contains("-")).sorted().toList();
    }
    assertTrue(goldens.size() >= 21);
    return goldens.stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> {
                  Picture expected = picture(file);
                  String filter = file.getFileName().toString().split("-")[0];
                  Picture actual =
                      Resample.valueOf(filter.toUpperCase(Locale.ROOT))
                          .resize(source, expected.width(), expected.height());
                  assertArrayEquals(expected.samples(), actual.samples());
                }));
  }

  /** A [height, width, channels] array as an image. */
  static Picture picture(Path file) throws IOException {
    Tensor array = NpyInput.read(Files.readAllBytes(file), file.toString());
    byte[] samples = new byte[array.data().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) array.data()[i];
    }
    int[] shape = array.shape();
    return new Picture(shape[1], shape[0], shape[2], samples);
  }
}
