package bb.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuningTest {
  private static final Measurement.Key KEY =
      new Measurement.Key("GPU", "5.2.0", "fp32 tiled", 8, "convolve3x3 \"64\"");

  @TempDir private Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(Tuning.PROPERTY);
  }

  @Test
  void whatWasMeasuredIsKnownTheNextTime() throws IOException {
    Path file = folder.resolve("net.tuning.json");
    Tuning tuning = open(file);
    assertEquals(Optional.empty(), tuning.choice(KEY));
    tuning.add(new Measurement(KEY, "gemm", Map.of("gemm", 80.5, "kernel", 120.0)));
    tuning.save();
    assertEquals(List.of(), tuning.notes());
    assertEquals(Optional.of("gemm"), open(file).choice(KEY));
    Measurement.Key other = new Measurement.Key("GPU", "5.2.0", "fp32 tiled", 1, KEY.kernel());
    assertEquals(Optional.empty(), open(file).choice(other));
    String text = Files.readString(file);
    assertTrue(text.contains("\"gemm\": 80.5") || text.contains("\"gemm\":80.5"), text);
  }

  @Test
  void aFolderHoldsAFileForEachNetwork() {
    Tuning tuning = open(folder);
    tuning.add(new Measurement(KEY, "kernel", Map.of()));
    tuning.save();
    assertTrue(Files.exists(folder.resolve("TuningTest.tuning.json")));
  }

  @Test
  void whatIsNotInAJarIsNotKept() {
    Tuning tuning = Tuning.of(TuningTest.class);
    tuning.add(new Measurement(KEY, "kernel", Map.of()));
    tuning.save();
    assertEquals(Optional.of("kernel"), tuning.choice(KEY));
    assertEquals(List.of(), tuning.notes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"format\": \"another\"}",
        "{\"format\": \"bb tuning 1\"}",
        "{\"format\": \"bb tuning 1\", \"measurements\": [1]}",
        "{\"format\": \"bb tuning 1\", \"measurements\": [{\"device\": 1}]}"
      })
  void anotherFileIsLeftAlone(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), text);
    Tuning tuning = open(file);
    assertEquals(1, tuning.notes().size());
    assertTrue(tuning.notes().getFirst().contains("left alone and not used"));
    tuning.add(new Measurement(KEY, "gemm", Map.of()));
    tuning.save();
    assertEquals(text, Files.readString(file));
  }

  @Test
  void aFileThatCannotBeWrittenIsANote() {
    Tuning tuning = open(folder.resolve("missing").resolve("net.tuning.json"));
    tuning.add(new Measurement(KEY, "gemm", Map.of()));
    tuning.save();
    assertEquals(1, tuning.notes().size());
    assertFalse(tuning.notes().getFirst().isBlank());
    assertEquals(Optional.of("gemm"), tuning.choice(KEY));
  }

  private static Tuning open(Path path) {
    System.setProperty(Tuning.PROPERTY, path.toString());
    return Tuning.of(TuningTest.class);
  }
}
