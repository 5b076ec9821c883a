package bb.runtime.tornado;

import java.util.Arrays;

/** Some of the examples of a batch, of several arrays that each hold all of them. */
final class Parts {
  private Parts() {}

  /** {@code count} examples, and zeros for the rest of {@code size}. */
  static float[][] take(float[][] whole, int first, int count, int size, int batch) {
    return Arrays.stream(whole)
        .map(all -> {
          int one = all.length / batch;
          float[] part = new float[size * one];
          System.arraycopy(all, first * one, part, 0, count * one);
          return part;
        })
        .toArray(float[][]::new);
  }

  static float[][] like(float[][] whole, int count, int batch) {
    return Arrays.stream(whole)
        .map(all -> new float[all.length / batch * count])
        .toArray(float[][]::new);
  }

  static void put(float[][] part, float[][] whole, int first, int count, int batch) {
    for (int i = 0; i < whole.length; i++) {
      int one = whole[i].length / batch;
      System.arraycopy(part[i], 0, whole[i], first * one, count * one);
    }
  }
}
