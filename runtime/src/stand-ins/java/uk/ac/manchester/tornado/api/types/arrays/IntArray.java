package uk.ac.manchester.tornado.api.types.arrays;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Integers of 32 bits. */
public final class IntArray extends TornadoNativeArray {
  /** An index outside of everything. */
  private static final int POISON = 0x8badbeef;

  private int[] values;

  public IntArray(int size) {
    this(new int[size]);
  }

  private IntArray(int[] values) {
    this.values = values;
  }

  public static IntArray fromArray(int[] values) {
    return new IntArray(values.clone());
  }

  public static IntArray fromElements(int... values) {
    return fromArray(values);
  }

  public int[] toHeapArray() {
    return values.clone();
  }

  public int get(int index) {
    return values[index];
  }

  public void set(int index, int value) {
    written = true;
    values[index] = value;
  }

  public void init(int value) {
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
    values = (int[]) memory;
  }

  @Override
  Object poisoned() {
    int[] fresh = new int[values.length];
    Arrays.fill(fresh, POISON);
    return fresh;
  }
}
