package bb.runtime.engine;

/**
 * Numbers as letters, so that a class can hold them: each as the difference to the one before, with
 * how often it comes in a row. A letter has five bits of a difference or a count and says whether
 * more follow.
 */
public final class PackedNumbers {
  /** Stands for numbers of which the text has the bits. */
  public static final int BITS = -1;

  /** The largest power of 2 by which the text's whole numbers are divided. */
  public static final int MOST_HALVINGS = 12;

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final int PAYLOAD = 5;
  private static final int MORE = 1 << PAYLOAD;

  private final String[] texts;
  private int text;
  private int at;

  private PackedNumbers(String[] texts) {
    this.texts = texts;
  }

  /** Appends a difference that comes {@code count} times in a row. */
  public static void write(int step, int count, StringBuilder to) {
    long folded = (((long) step << 1) ^ ((long) step >> 31)) & 0xFFFF_FFFFL;
    write(folded << 1 | (count > 1 ? 1 : 0), to);
    if (count > 1) {
      write(count, to);
    }
  }

  private static void write(long number, StringBuilder to) {
    long rest = number;
    do {
      int bits = (int) (rest & (MORE - 1));
      rest >>>= PAYLOAD;
      to.append(LETTERS.charAt(bits | (rest == 0 ? 0 : MORE)));
    } while (rest != 0);
  }

  /**
   * The numbers of a text.
   *
   * @param exponent of the power of 2 that divides them, or {@link #BITS}
   * @param texts the text in parts, as a string of a class has an end
   */
  public static float[] read(int count, int exponent, String... texts) {
    PackedNumbers packed = new PackedNumbers(texts);
    float[] numbers = new float[count];
    int before = 0;
    for (int i = 0; i < count; ) {
      long token = packed.next();
      int folded = (int) (token >>> 1);
      int step = (folded >>> 1) ^ -(folded & 1);
      int end = i + (int) ((token & 1) == 0 ? 1 : packed.next());
      while (i < end) {
        before += step;
        numbers[i++] =
            exponent == BITS ? Float.intBitsToFloat(before) : Math.scalb((float) before, -exponent);
      }
    }
    return numbers;
  }

  private long next() {
    long number = 0;
    for (int shift = 0; ; shift += PAYLOAD) {
      while (at == texts[text].length()) {
        text++;
        at = 0;
      }
      long bits = LETTERS.indexOf(texts[text].charAt(at++));
      number |= (bits & (MORE - 1)) << shift;
      if (bits < MORE) {
        return number;
      }
    }
  }
}
