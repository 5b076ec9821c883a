package bb.backend.tornado;

/** How weights and activations are stored; sums are always of 32-bit floats. */
public enum Precision {
  FP32,
  FP16;

  /** Bytes of a number. */
  long bytes() {
    return switch (this) {
      case FP32 -> 4;
      case FP16 -> 2;
    };
  }
}
