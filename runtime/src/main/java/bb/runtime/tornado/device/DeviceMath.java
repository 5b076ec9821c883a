package bb.runtime.tornado.device;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.HalfFloat;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/** What kernels share: how numbers are read and written, and functions of one number. */
public final class DeviceMath {
  private DeviceMath() {}

  public static float get(FloatArray array, int index) {
    return array.get(index);
  }

  public static float get(HalfFloatArray array, int index) {
    return array.get(index).getFloat32();
  }

  public static void put(FloatArray array, int index, float value) {
    array.set(index, value);
  }

  public static void put(HalfFloatArray array, int index, float value) {
    array.set(index, new HalfFloat(value));
  }

  public static FloatArray floats(float[] numbers) {
    FloatArray array = new FloatArray(numbers.length);
    MemorySegment.copy(numbers, 0, array.getSegment(), ValueLayout.JAVA_FLOAT, 0, numbers.length);
    return array;
  }

  public static HalfFloatArray halves(float[] numbers) {
    HalfFloatArray array = new HalfFloatArray(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      array.set(i, new HalfFloat(numbers[i]));
    }
    return array;
  }

  /** Whether a pixel is one of an image, without a branch: no number has its sign set. */
  public static boolean inside(int y, int height, int x, int width) {
    return (y | height - 1 - y | x | width - 1 - x) >= 0;
  }

  public static float abs(float x) {
    return TornadoMath.abs(x);
  }

  /** Bounded, as drivers compile as if there were no infinity. */
  public static float exp(float x) {
    return TornadoMath.exp(Math.max(-87f, Math.min(x, 88f)));
  }

  /**
   * Up to 1 as 2 artanh(x / (2 + x)), of which the series has a small relative error: drivers may
   * compile the usual corrections of log(1 + x) away.
   */
  public static float log1p(float x) {
    float ratio = Math.min(x, 1f) / (2f + Math.min(x, 1f));
    float square = ratio * ratio;
    float sum = square / 15f + 1f / 13f;
    sum = sum * square + 1f / 11f;
    sum = sum * square + 1f / 9f;
    sum = sum * square + 1f / 7f;
    sum = sum * square + 1f / 5f;
    sum = sum * square + 1f / 3f;
    sum = sum * square + 1f;
    return x < 1f ? 2f * ratio * sum : TornadoMath.log(1f + x);
  }

  public static float pow(float x, float exponent) {
    return TornadoMath.pow(x, exponent);
  }

  public static float log(float x) {
    return TornadoMath.log(x);
  }

  public static float floor(float x) {
    return TornadoMath.floor(x);
  }

  public static float sin(float x) {
    return TornadoMath.sin(x);
  }

  public static float cos(float x) {
    return TornadoMath.cos(x);
  }

  public static float sqrt(float x) {
    return TornadoMath.sqrt(x);
  }

  public static float tanh(float x) {
    return TornadoMath.tanh(Math.max(-20f, Math.min(x, 20f)));
  }

  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /**
   * Near 0 the Maclaurin series, whose relative error is small; else Abramowitz and Stegun, 7.1.26,
   * whose absolute error is below 1.5e-7.
   */
  public static float erf(float x) {
    float a = TornadoMath.abs(x);
    float t = 1f / (1f + 0.3275911f * a);
    float sum = 1.061405429f * t - 1.453152027f;
    sum = sum * t + 1.421413741f;
    sum = sum * t - 0.284496736f;
    sum = sum * t + 0.254829592f;
    float tail = sum * t * exp(-a * a);
    float far = x < 0f ? tail - 1f : 1f - tail;
    return a < 0.8f ? x * erfRatio(Math.min(x * x, 0.64f)) : far;
  }

  /** erf(x) / x for a small square of x. */
  private static float erfRatio(float square) {
    float sum = 1.6462114e-6f * square - 1.4925650e-5f;
    sum = sum * square + 1.2055333e-4f;
    sum = sum * square - 8.5483270e-4f;
    sum = sum * square + 5.2239776e-3f;
    sum = sum * square - 2.6866171e-2f;
    sum = sum * square + 1.1283792e-1f;
    sum = sum * square - 3.7612639e-1f;
    return sum * square + 1.1283792f;
  }
}
