package bb.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LaunchTest {
  /** Java 8 reads class files up to version 52. */
  @Test
  void anyJavaCanLoadTheFirstClass() throws IOException {
    try (var in = new DataInputStream(Launch.class.getResourceAsStream("Launch.class"))) {
      in.skipNBytes(6);
      assertEquals(52, in.readUnsignedShort());
    }
  }
}
