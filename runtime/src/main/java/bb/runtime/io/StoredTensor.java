package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/**
 * A tensor as it lies in a file, whose place has been checked.
 *
 * @param begin where its first number is, counted from the start of the file
 * @param strides from one number to the next along each axis, counted in numbers; empty if they lie
 *     in row-major order without a gap
 */
record StoredTensor(
    ElementType type, List<Integer> shape, Bytes file, long begin, List<Long> strides) {
  /** Numbers of an array. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** How many numbers are gathered at once. */
  private static final int GATHERED = 1 << 16;

  StoredTensor {
    shape = List.copyOf(shape);
    strides = shape.contains(0) || isRowMajor(shape, strides) ? List.of() : List.copyOf(strides);
  }

  StoredTensor(ElementType type, List<Integer> shape, Bytes file, long begin) {
    this(type, shape, file, begin, List.of());
  }

  private static boolean isRowMajor(List<Integer> shape, List<Long> strides) {
    long expected = 1;
    for (int axis = strides.size() - 1; axis >= 0; axis--) {
      if (shape.get(axis) != 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= shape.get(axis);
    }
    return true;
  }

  /** How many numbers it has. */
  long count() {
    long count = 1;
    for (int dim : shape) {
      count = Math.multiplyExact(count, dim);
    }
    return count;
  }

  /** The numbers from the {@code from}th on; beyond them lie other tensors'. */
  float[] read(long from, int count) {
    Objects.checkFromIndexSize(from, count, count());
    if (strides.isEmpty()) {
      return type.read(file, begin + from * type.bytes(), count);
    }
    Bytes place = place();
    float[] out = new float[count];
    for (int done = 0; done < count; done += GATHERED) {
      int piece = Math.min(GATHERED, count - done);
      float[] numbers = type.read(new Bytes.Held(gathered(place, from + done, piece)), 0, piece);
      System.arraycopy(numbers, 0, out, done, piece);
    }
    return out;
  }

  /**
   * All numbers.
   *
   * @param name what it is called, for messages
   * @throws UserError if no array can hold them
   */
  float[] read(String name, String source) {
    if (count() > LARGEST) {
      throw new UserError(
          ErrorCode.BB0610,
          Message.of(
              "tensor `%s` in `%s` holds %,d numbers, more than a Java array can",
              name, source, count()));
    }
    return read(0, (int) count());
  }

  /** Copies the numbers as they are, in row-major order. */
  void copyTo(OutputStream out) throws IOException {
    int most = GATHERED / type.bytes();
    Bytes place = strides.isEmpty() ? file : place();
    for (long done = 0; done < count(); done += most) {
      int piece = (int) Math.min(most, count() - done);
      if (strides.isEmpty()) {
        MemorySegment bytes = file.at(begin + done * type.bytes(), piece * type.bytes());
        out.write(bytes.toArray(ValueLayout.JAVA_BYTE));
      } else {
        out.write(gathered(place, done, piece));
      }
    }
  }

  /** Copies the numbers in 16 bits each, likewise. */
  void copyTo(OutputStream out, Narrowing narrowing) throws IOException {
    for (long done = 0; done < count(); done += GATHERED) {
      float[] numbers = read(done, (int) Math.min(GATHERED, count() - done));
      byte[] bytes = new byte[2 * numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        short bits = narrowing.narrow(numbers[i]);
        bytes[2 * i] = (byte) bits;
        bytes[2 * i + 1] = (byte) (bits >> 8);
      }
      out.write(bytes);
    }
  }

  /**
   * Where numbers are gathered: what they lie in is read as a whole, so that it is read once,
   * unless most of it is of no use.
   */
  private Bytes place() {
    long extent = 1;
    for (int axis = 0; axis < strides.size(); axis++) {
      extent += (shape.get(axis) - 1) * strides.get(axis);
    }
    long bytes = extent * type.bytes();
    return bytes > LARGEST || extent > 4 * count() + GATHERED
        ? new Bytes.Part(file, begin)
        : new Bytes.Held(file.at(begin, (int) bytes));
  }

  /** The bytes of numbers that do not lie one after the other. */
  private byte[] gathered(Bytes place, long from, int count) {
    int size = type.bytes();
    byte[] bytes = new byte[count * size];
    int[] index = index(from);
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(
          place.at(at(index) * size, size), ValueLayout.JAVA_BYTE, 0, bytes, i * size, size);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        if (++index[axis] < shape.get(axis) || axis == 0) {
          break;
        }
        index[axis] = 0;
      }
    }
    return bytes;
  }

  private int[] index(long from) {
    int[] index = new int[shape.size()];
    long rest = from;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = (int) (rest % shape.get(axis));
      rest /= shape.get(axis);
    }
    return index;
  }

  /** How many numbers after the first one. */
  private long at(int[] index) {
    long offset = 0;
    for (int axis = 0; axis < index.length; axis++) {
      offset += index[axis] * strides.get(axis);
    }
    return offset;
  }
}
