package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import uk.ac.manchester.tornado.api.types.HalfFloat;

/** Numbers of 16 bits. */
public final class HalfFloatArray extends TornadoNativeArray {
  /** A NaN that no computation gives. */
  private static final short POISON = 0x7eef;

  private short[] values;

  public HalfFloatArray(int size) {
    this(new short[size]);
  }

  private HalfFloatArray(short[] values) {
    this.values = values;
  }

  /** With memory of the caller's, whose first bytes are the header's; its elements are not kept. */
  public static HalfFloatArray fromSegmentShallow(MemorySegment segment) {
    return new HalfFloatArray((int) ((segment.byteSize() - ARRAY_HEADER) / Short.BYTES));
  }

  public short[] toShortArray() {
    return values.clone();
  }

  public HalfFloat get(int index) {
    return new HalfFloat(values[index]);
  }

  public void set(int index, HalfFloat value) {
    written = true;
    values[index] = value.getHalfFloatValue();
  }

  public void init(HalfFloat value) {
    written = true;
    Arrays.fill(values, value.getHalfFloatValue());
  }

  @Override
  public int getSize() {
    return values.length;
  }

  @Override
  public int getElementSize() {
    return 2;
  }

  @Override
  public MemorySegment getSegment() {
    return MemorySegment.ofArray(values);
  }

  @Override
  Object memory() {
    return values;
  }

  @Override
  void see(Object memory) {
    values = (short[]) memory;
  }

  @Override
  Object poisoned() {
    short[] fresh = new short[values.length];
    Arrays.fill(fresh, POISON);
    return fresh;
  }
}
