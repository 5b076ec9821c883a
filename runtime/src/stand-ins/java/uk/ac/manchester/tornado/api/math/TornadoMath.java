package uk.ac.manchester.tornado.api.math;

/** The functions of kernels, in single precision, computed as Java computes them. */
public final class TornadoMath {
  private TornadoMath() {}

  public static float min(float a, float b) {
    return Math.min(a, b);
  }

  public static int min(int a, int b) {
    return Math.min(a, b);
  }

  public static long min(long a, long b) {
    return Math.min(a, b);
  }

  public static float max(float a, float b) {
    return Math.max(a, b);
  }

  public static int max(int a, int b) {
    return Math.max(a, b);
  }

  public static long max(long a, long b) {
    return Math.max(a, b);
  }

  public static float abs(float a) {
    return Math.abs(a);
  }

  public static int abs(int a) {
    return Math.abs(a);
  }

  public static long abs(long a) {
    return Math.abs(a);
  }

  public static float clamp(float value, float min, float max) {
    return Math.max(min, Math.min(max, value));
  }

  public static int clamp(int value, int min, int max) {
    return Math.max(min, Math.min(max, value));
  }

  public static float exp(float a) {
    return (float) Math.exp(a);
  }

  public static float log(float a) {
    return (float) Math.log(a);
  }

  public static float sqrt(float a) {
    return (float) Math.sqrt(a);
  }

  public static float floor(float a) {
    return (float) Math.floor(a);
  }

  public static float ceil(float a) {
    return (float) Math.ceil(a);
  }

  public static float sin(float a) {
    return (float) Math.sin(a);
  }

  public static float cos(float a) {
    return (float) Math.cos(a);
  }

  public static float tan(float a) {
    return (float) Math.tan(a);
  }

  public static float tanh(float a) {
    return (float) Math.tanh(a);
  }

  public static float asin(float a) {
    return (float) Math.asin(a);
  }

  public static float acos(float a) {
    return (float) Math.acos(a);
  }

  public static float atan(float a) {
    return (float) Math.atan(a);
  }

  public static float log2(float a) {
    return (float) (Math.log(a) / Math.log(2));
  }

  public static float signum(float a) {
    return Math.signum(a);
  }

  public static float pow(float a, float b) {
    return (float) Math.pow(a, b);
  }

  public static float atan2(float a, float b) {
    return (float) Math.atan2(a, b);
  }
}
