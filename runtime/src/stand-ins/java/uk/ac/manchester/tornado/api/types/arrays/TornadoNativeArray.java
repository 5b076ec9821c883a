package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;

/** An array of the host, which sees a device's copy of it while a task of that device runs. */
public abstract sealed class TornadoNativeArray permits FloatArray, HalfFloatArray, IntArray {
  /** Bytes before the elements. No constant, which Java would copy into what is compiled here. */
  public static final long ARRAY_HEADER = Long.getLong("tornado.panama.objectHeader", 16);

  /** Whether an element was set, since somebody last said that none was. */
  boolean written;

  TornadoNativeArray() {}

  public abstract int getSize();

  /** The size of an element, in bytes. */
  public abstract int getElementSize();

  /** The elements, from the first one on. */
  public abstract MemorySegment getSegment();

  public long getNumBytesOfSegment() {
    return (long) getSize() * getElementSize();
  }

  /** What {@code get} and {@code set} see at the moment: a Java array of this class's elements. */
  abstract Object memory();

  abstract void see(Object memory);

  /** Memory that nobody has written yet. */
  abstract Object poisoned();
}
