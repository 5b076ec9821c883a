package bb.backend.source;

import bb.kernel.Numbers;
import bb.runtime.engine.PackedNumbers;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes known numbers as text that {@link PackedNumbers} reads: what each differs by from the one
 * before, equal differences once. A row of indices is a few letters, however long.
 */
final class LiteralCode {
  /** Characters of one string; Java ends at 65,535 bytes. */
  private static final int MOST = 60_000;

  private LiteralCode() {}

  /** An expression of {@code float[]}; {@code f} is the {@code Folding}. */
  static CodeBlock of(Numbers numbers) {
    int exponent = exponent(numbers);
    CodeBlock.Builder call = CodeBlock.builder().add("f.literal($L, $L", numbers.size(), exponent);
    strings(text(numbers, exponent)).forEach(string -> call.add(", $S", string));
    return call.add(")").build();
  }

  private static List<String> strings(String text) {
    List<String> strings = new ArrayList<>();
    for (int from = 0; from < text.length(); from += MOST) {
      strings.add(text.substring(from, Math.min(text.length(), from + MOST)));
    }
    return strings;
  }

  /** The power of 2 with which all are whole numbers; else -1, which stands for their bits. */
  private static int exponent(Numbers numbers) {
    for (int exponent = 0; exponent <= PackedNumbers.MOST_HALVINGS; exponent++) {
      if (areWhole(numbers, exponent)) {
        return exponent;
      }
    }
    return PackedNumbers.BITS;
  }

  private static boolean areWhole(Numbers numbers, int exponent) {
    for (int i = 0; i < numbers.size(); i++) {
      float scaled = Math.scalb(numbers.get(i), exponent);
      boolean whole = Math.abs(scaled) <= Numbers.MAX_WHOLE && scaled == (int) scaled;
      if (!whole || Float.floatToRawIntBits(scaled) == Integer.MIN_VALUE) {
        return false;
      }
    }
    return true;
  }

  private static String text(Numbers numbers, int exponent) {
    StringBuilder text = new StringBuilder();
    int before = 0;
    for (int i = 0; i < numbers.size(); ) {
      int step = whole(numbers.get(i), exponent) - before;
      int count = 0;
      while (i < numbers.size() && whole(numbers.get(i), exponent) == before + step) {
        before += step;
        count++;
        i++;
      }
      PackedNumbers.write(step, count, text);
    }
    return text.toString();
  }

  private static int whole(float number, int exponent) {
    return exponent == PackedNumbers.BITS
        ? Float.floatToRawIntBits(number)
        : (int) Math.scalb(number, exponent);
  }
}
