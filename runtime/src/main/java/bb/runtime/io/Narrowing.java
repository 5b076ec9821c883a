package bb.runtime.io;

import java.util.List;
import java.util.Map;

/**
 * In what type numbers are written: as they are, or in 16 bits, which halves a file. Tensors of one
 * axis and less, which are few numbers, stay as they are, and so do those with numbers that the
 * type has not.
 */
public enum Narrowing {
  /** As they are. */
  NONE,
  /** 11 bits of a number and a small range: what is above 65504 stays as it is. */
  F16,
  /** 8 bits of a number, and the range of 32-bit floats. */
  BF16;

  /** Numbers that are read at once. */
  private static final int PIECE = 1 << 16;

  /**
   * What is lost.
   *
   * @param relative the Euclidean length of what the numbers lose, for theirs
   * @param tensor the one that loses most, relatively; empty if none loses anything
   * @param most what that one loses
   * @param kept tensors with numbers that the type has not
   */
  public record Loss(double relative, String tensor, double most, List<String> kept) {
    public Loss {
      kept = List.copyOf(kept);
    }
  }

  /** What {@link TensorFile#copyTo} loses of the tensors of a file. */
  public Loss loss(TensorFile file, Iterable<String> names) {
    double lost = 0;
    double all = 0;
    double most = 0;
    String worst = "";
    List<String> kept = new java.util.ArrayList<>();
    Map<String, StoredTensor> tensors = file.tensors();
    for (String name : names) {
      StoredTensor tensor = tensors.get(name);
      if (!couldNarrow(tensor)) {
        continue;
      }
      Sum sum = sum(tensor);
      if (!sum.fits) {
        kept.add(name);
        continue;
      }
      lost += sum.lost;
      all += sum.all;
      double own = sum.all == 0 ? 0 : Math.sqrt(sum.lost / sum.all);
      if (own > most) {
        most = own;
        worst = name;
      }
    }
    return new Loss(all == 0 ? 0 : Math.sqrt(lost / all), worst, most, kept);
  }

  /** The type in which a tensor is written. */
  ElementType type(StoredTensor tensor) {
    if (!couldNarrow(tensor) || !sum(tensor).fits) {
      return tensor.type();
    }
    return this == F16 ? ElementType.F16 : ElementType.BF16;
  }

  private boolean couldNarrow(StoredTensor tensor) {
    boolean wide = tensor.type() == ElementType.F32 || tensor.type() == ElementType.F64;
    return this != NONE && wide && tensor.shape().size() > 1;
  }

  /** Squares of what numbers lose and of the numbers, and whether all are in the type's range. */
  private record Sum(double lost, double all, boolean fits) {}

  private Sum sum(StoredTensor tensor) {
    double lost = 0;
    double all = 0;
    boolean fits = true;
    long count = tensor.count();
    for (long from = 0; fits && from < count; from += PIECE) {
      for (float number : tensor.read(from, (int) Math.min(PIECE, count - from))) {
        float narrow = widened(narrow(number));
        fits &= Float.isFinite(narrow) || !Float.isFinite(number);
        double difference = Float.isFinite(number) ? (double) number - narrow : 0;
        lost += difference * difference;
        all += Float.isFinite(number) ? (double) number * number : 0;
      }
    }
    return new Sum(lost, all, fits);
  }

  /** The 16 bits of the nearest number, of two equally near ones the even one. */
  short narrow(float number) {
    if (this == F16) {
      return Float.floatToFloat16(number);
    }
    int bits = Float.floatToRawIntBits(number);
    if (Float.isNaN(number)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }

  private float widened(short bits) {
    return this == F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
  }
}
