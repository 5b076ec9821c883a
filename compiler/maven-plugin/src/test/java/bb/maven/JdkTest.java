package bb.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JdkTest {
  @ParameterizedTest
  @CsvSource({
    "25, true",
    "25.0.3, true",
    "26-ea, true",
    "24.0.1, false",
    "1.8.0_402, false",
    "x, false"
  })
  void isOldOrNewEnoughByItsReleaseFile(String version, boolean enough, @TempDir Path home)
      throws IOException {
    assertEquals(false, Jdk.isNewEnough(home));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\n");
    assertEquals(enough, Jdk.isNewEnough(home));
  }
}
