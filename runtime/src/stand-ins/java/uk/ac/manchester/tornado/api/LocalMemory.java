package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;

/** What the work-items of one group share. It begins as numbers that are none. */
final class LocalMemory {
  private static final String PROPERTY = "standin.local.memory";

  /** What NVIDIA's devices have for a group without asking, in bytes. */
  private static final int DEFAULT = 48 * 1024;

  private static final int POISON = 0x8badbeef;

  private final List<Object> arrays = new ArrayList<>();
  private final int capacity = Integer.getInteger(PROPERTY, DEFAULT);
  private int bytes;

  float[] floats(int index, int size) {
    if (index == arrays.size()) {
      float[] fresh = new float[size];
      Arrays.fill(fresh, Float.NaN);
      add(fresh, size);
    }
    if (arrays.get(index) instanceof float[] array && array.length == size) {
      return array;
    }
    throw differs(index);
  }

  int[] ints(int index, int size) {
    if (index == arrays.size()) {
      int[] fresh = new int[size];
      Arrays.fill(fresh, POISON);
      add(fresh, size);
    }
    if (arrays.get(index) instanceof int[] array && array.length == size) {
      return array;
    }
    throw differs(index);
  }

  private void add(Object array, int size) {
    arrays.add(array);
    bytes += size * Integer.BYTES;
    if (bytes > capacity) {
      throw new TornadoRuntimeException(
          "a group has " + bytes + " bytes of local memory, more than " + capacity);
    }
  }

  private static TornadoRuntimeException differs(int index) {
    return new TornadoRuntimeException(
        "the work-items of a group allocate different local arrays, the first is number " + index);
  }
}
