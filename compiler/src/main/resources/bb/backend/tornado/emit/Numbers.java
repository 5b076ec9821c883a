package bb.models;

import bb.runtime.tornado.Layouts;
import java.util.function.IntFunction;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/**
 * A kind of arrays, and how their numbers are read and written.
 *
 * @param list a list of arrays, to be filled
 */
record Numbers<A>(
    String name, IntFunction<A> make, Getter<A> get, Putter<A> put, IntFunction<A[]> list) {
  static final Numbers<FloatArray> FLOATS =
      new Numbers<>("fp32", FloatArray::new, DeviceMath::get, DeviceMath::put, FloatArray[]::new);

  static final Numbers<HalfFloatArray> HALVES =
      new Numbers<>(
          "fp16", HalfFloatArray::new, DeviceMath::get, DeviceMath::put, HalfFloatArray[]::new);

  @FunctionalInterface
  interface Getter<A> {
    float at(A array, int index);
  }

  @FunctionalInterface
  interface Putter<A> {
    void at(A array, int index, float value);
  }

  /** A filter {@code [tap, in, out]} as {@code [out, in, tap]}. */
  A planar(A filter, int out, int in, int taps) {
    float[] values = new float[out * in * taps];
    for (int i = 0; i < values.length; i++) {
      values[i] = get.at(filter, i);
    }
    float[] ordered = Layouts.planarFilter(values, out, in, taps);
    A array = make.apply(ordered.length);
    for (int i = 0; i < ordered.length; i++) {
      put.at(array, i, ordered[i]);
    }
    return array;
  }
}
