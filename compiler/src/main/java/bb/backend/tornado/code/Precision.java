package bb.backend.tornado.code;

import com.palantir.javapoet.ClassName;

/** How weights and activations are stored; sums are always of 32-bit floats. */
public enum Precision {
  FP32,
  FP16;

  private static final String ARRAYS = "uk.ac.manchester.tornado.api.types.arrays";
  private static final ClassName FLOATS = ClassName.get(ARRAYS, "FloatArray");
  private static final ClassName HALVES = ClassName.get(ARRAYS, "HalfFloatArray");

  /** Bytes of a number. */
  public long bytes() {
    return switch (this) {
      case FP32 -> 4;
      case FP16 -> 2;
    };
  }

  /**
   * The type of an array.
   *
   * @param exact whether it is of 32-bit floats at any precision
   */
  public ClassName array(boolean exact) {
    return switch (this) {
      case FP32 -> FLOATS;
      case FP16 -> exact ? FLOATS : HALVES;
    };
  }
}
