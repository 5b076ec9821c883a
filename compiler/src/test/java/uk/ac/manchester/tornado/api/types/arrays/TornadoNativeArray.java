package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/**
 * Memory that host and device share by copying. What {@code get} and {@code set} see is swapped.
 */
public abstract sealed class TornadoNativeArray permits FloatArray, HalfFloatArray, IntArray {
  TornadoNativeArray() {}

  public abstract int getSize();

  public abstract int getElementSize();

  /** The elements, from the first one on. */
  public abstract MemorySegment getSegment();

  public long getNumBytesOfSegment() {
    return (long) getSize() * getElementSize();
  }

  /** What {@code get} and {@code set} see at the moment: a Java array of this class's elements. */
  abstract Object memory();

  abstract void see(Object memory);

  /** Memory that no one has written yet. */
  abstract Object poisoned();

  /** Whether this memory is as {@link #poisoned} left it. */
  abstract boolean isPoisoned(Object memory);
}
