package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import bb.runtime.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyInputTest {
  @ParameterizedTest
  @ValueSource(strings = {"f2", "f4", "f8", "u1", "i1", "i2", "i4", "i8", "version2"})
  void readsEveryType(String name) throws IOException {
    Tensor array = read(name);
    assertArrayEquals(new int[] {2, 3}, array.shape());
    assertArrayEquals(new float[] {0, 1, 2, 3, 100, 5}, array.data());
  }

  @Test
  void readsTruthValuesAsNumbers() throws IOException {
    assertArrayEquals(new float[] {0, 0, 1, 1, 1, 1}, read("b1").data());
  }

  @Test
  void readsShapesOfOneAndNoDimension() throws IOException {
    assertArrayEquals(new int[] {3}, read("vector").shape());
    assertArrayEquals(new int[0], read("scalar").shape());
    assertArrayEquals(new float[] {2.5f}, read("scalar").data());
  }

  private static Tensor read(String name) throws IOException {
    return NpyInput.read(Resources.bytes("npy/" + name + ".npy"), name);
  }
}
