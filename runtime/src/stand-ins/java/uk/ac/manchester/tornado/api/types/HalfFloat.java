package uk.ac.manchester.tornado.api.types;

/** A number of 16 bits: IEEE 754 binary16. Arithmetic is done in single precision and rounded. */
public final class HalfFloat {
  private final short bits;

  public HalfFloat(float value) {
    this(Float.floatToFloat16(value));
  }

  public HalfFloat(short bits) {
    this.bits = bits;
  }

  public short getHalfFloatValue() {
    return bits;
  }

  public float getFloat32() {
    return Float.float16ToFloat(bits);
  }

  public static HalfFloat add(HalfFloat a, HalfFloat b) {
    return new HalfFloat(a.getFloat32() + b.getFloat32());
  }

  public static HalfFloat sub(HalfFloat a, HalfFloat b) {
    return new HalfFloat(a.getFloat32() - b.getFloat32());
  }

  public static HalfFloat mult(HalfFloat a, HalfFloat b) {
    return new HalfFloat(a.getFloat32() * b.getFloat32());
  }

  public static HalfFloat div(HalfFloat a, HalfFloat b) {
    return new HalfFloat(a.getFloat32() / b.getFloat32());
  }

  @Override
  public String toString() {
    return Float.toString(getFloat32());
  }
}
