package bb.runtime.io;

import bb.runtime.UserError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The number types of weight and array files that become float32, little-endian, unaligned. F16 and
 * BF16 widen exactly; the wider ones are rounded to the nearest float32.
 */
enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** {@code F64, F32, …}, for messages. */
  static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  /**
   * Reads {@code count} numbers that start at byte {@code offset}.
   *
   * @throws UserError if they are not there any more
   */
  float[] read(Bytes from, long offset, int count) {
    float[] out = new float[count];
    int most = Bytes.PIECE / bytes;
    for (int done = 0; done < count; done += most) {
      int piece = Math.min(most, count - done);
      read(from.at(offset + (long) done * bytes, piece * bytes), out, done, piece);
    }
    return out;
  }

  private void read(MemorySegment bytes, float[] out, int start, int count) {
    switch (this) {
      case F32 -> MemorySegment.copy(bytes, FLOAT, 0, out, start, count);
      case F64 -> fill(out, start, count, i -> (float) bytes.get(DOUBLE, 8L * i));
      case F16 -> fill(out, start, count, i -> Float.float16ToFloat(bytes.get(SHORT, 2L * i)));
      case BF16 ->
          fill(out, start, count, i -> Float.intBitsToFloat(bytes.get(SHORT, 2L * i) << 16));
      case I64 -> fill(out, start, count, i -> bytes.get(LONG, 8L * i));
      case I32 -> fill(out, start, count, i -> bytes.get(INT, 4L * i));
      case I16 -> fill(out, start, count, i -> bytes.get(SHORT, 2L * i));
      case I8 -> fill(out, start, count, i -> bytes.get(ValueLayout.JAVA_BYTE, i));
      case U8 -> fill(out, start, count, i -> bytes.get(ValueLayout.JAVA_BYTE, i) & 0xFF);
      case BOOL -> fill(out, start, count, i -> bytes.get(ValueLayout.JAVA_BYTE, i) == 0 ? 0 : 1);
    }
  }

  @FunctionalInterface
  private interface At {
    float apply(int index);
  }

  private static void fill(float[] out, int start, int count, At at) {
    for (int i = 0; i < count; i++) {
      out[start + i] = at.apply(i);
    }
  }
}
