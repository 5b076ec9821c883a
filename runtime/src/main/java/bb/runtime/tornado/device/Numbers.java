package bb.runtime.tornado.device;

import bb.runtime.tornado.Layouts;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/** A kind of arrays, and how their numbers are read and written. */
abstract sealed class Numbers<A> {
  static final Numbers<FloatArray> FLOATS = new Floats();
  static final Numbers<HalfFloatArray> HALVES = new Halves();

  /** {@code fp32} or {@code fp16}. */
  abstract String name();

  abstract A make(int size);

  /** A list of arrays, to be filled. */
  abstract A[] list(int size);

  abstract float get(A array, int index);

  abstract void put(A array, int index, float value);

  /** A filter {@code [tap, in, out]} as {@code [out, in, tap]}. */
  A planar(A filter, int out, int in, int taps) {
    float[] values = new float[out * in * taps];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(filter, i);
    }
    float[] ordered = Layouts.planarFilter(values, out, in, taps);
    A array = make(ordered.length);
    for (int i = 0; i < ordered.length; i++) {
      put(array, i, ordered[i]);
    }
    return array;
  }

  private static final class Floats extends Numbers<FloatArray> {
    @Override
    String name() {
      return "fp32";
    }

    @Override
    FloatArray make(int size) {
      return new FloatArray(size);
    }

    @Override
    FloatArray[] list(int size) {
      return new FloatArray[size];
    }

    @Override
    float get(FloatArray array, int index) {
      return DeviceMath.get(array, index);
    }

    @Override
    void put(FloatArray array, int index, float value) {
      DeviceMath.put(array, index, value);
    }
  }

  private static final class Halves extends Numbers<HalfFloatArray> {
    @Override
    String name() {
      return "fp16";
    }

    @Override
    HalfFloatArray make(int size) {
      return new HalfFloatArray(size);
    }

    @Override
    HalfFloatArray[] list(int size) {
      return new HalfFloatArray[size];
    }

    @Override
    float get(HalfFloatArray array, int index) {
      return DeviceMath.get(array, index);
    }

    @Override
    void put(HalfFloatArray array, int index, float value) {
      DeviceMath.put(array, index, value);
    }
  }
}
