import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rows of 32-bit floats in files, little-endian and nothing else. */
final class Floats {
  private Floats() {}

  static float[] read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    float[] numbers = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }

  static void write(Path file, float[] numbers) throws IOException {
    Files.write(file, bytes(numbers));
  }

  static byte[] bytes(float[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(numbers);
    return bytes.array();
  }

  /** The Euclidean distance of two rows, relative to the first one's length. */
  static double distance(float[] expected, float[] found) {
    if (expected.length != found.length) {
      return Double.POSITIVE_INFINITY;
    }
    double error = 0;
    double total = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = (double) expected[i] - found[i];
      error += difference * difference;
      total += (double) expected[i] * expected[i];
    }
    return Math.sqrt(error) / Math.max(Math.sqrt(total), 1e-30);
  }
}
