package bb.types;

/** The type of a tensor's elements. */
public enum DType {
  FLOAT32("float32", 4),
  INT32("int32", 4),

  /** Truth values; the engines keep them as the numbers 0 and 1. */
  BOOL("bool", 4),

  INT64("int64", 8);

  private final String text;
  private final int bytes;

  DType(String text, int bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return text;
  }
}
