package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Numbers of 32 bits: a Java array, so that loops over it are as fast as over one. */
public final class FloatArray extends TornadoNativeArray {
  /** A NaN that no computation gives. */
  private static final float POISON = Float.intBitsToFloat(0x7fc0beef);

  private float[] values;

  public FloatArray(int size) {
    this(new float[size]);
  }

  private FloatArray(float[] values) {
    this.values = values;
  }

  public static FloatArray fromArray(float[] values) {
    return new FloatArray(values.clone());
  }

  /** With memory that is there already, whose first bytes are the header's. */
  public static FloatArray fromSegmentShallow(MemorySegment segment) {
    return new FloatArray((int) ((segment.byteSize() - ARRAY_HEADER) / Float.BYTES));
  }

  public static FloatArray fromElements(float... values) {
    return fromArray(values);
  }

  public float[] toHeapArray() {
    return values.clone();
  }

  public float get(int index) {
    return values[index];
  }

  public void set(int index, float value) {
    written = true;
    values[index] = value;
  }

  public void init(float value) {
    written = true;
    Arrays.fill(values, value);
  }

  @Override
  public int getSize() {
    return values.length;
  }

  @Override
  public int getElementSize() {
    return 4;
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
    values = (float[]) memory;
  }

  @Override
  Object poisoned() {
    float[] fresh = new float[values.length];
    Arrays.fill(fresh, POISON);
    return fresh;
  }
}
