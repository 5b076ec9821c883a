package bb.importing.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import bb.importing.read.Regions.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What numbers are of their indices: 8 by 8 pixels in windows of 4 by 4, shifted by 1 or not. */
final class FormulaTest {
  private static final List<Long> WINDOWS = List.of(4L, 16L);
  private static final List<Long> IMAGE = List.of(8L, 8L);

  @Test
  void tokensOfWindowsAreDigits() {
    Const tokens = tokens(0);
    assertEquals(
        Optional.of(
            new Digits(
                0,
                List.of(
                    new Digits.Term(0, 32, 2, 0),
                    new Digits.Term(0, 4, 1, 2),
                    new Digits.Term(1, 8, 4, 0),
                    new Digits.Term(1, 1, 1, 4)))),
        Formula.of(tokens));
  }

  /** The last window is cut off. */
  @Test
  void theLastDigitMayEndBeforeOthers() {
    Const places = Const.computed(Kind.INT, List.of(18L), i -> i / 4 * 16 + i % 4);
    assertEquals(
        Optional.of(
            new Digits(0, List.of(new Digits.Term(0, 16, 4, 0), new Digits.Term(0, 1, 1, 4)))),
        Formula.of(places));
  }

  @Test
  void tokensOfShiftedWindowsGoAround() {
    Wrapped wrapped = assertInstanceOf(Wrapped.class, Formula.of(tokens(1)).orElseThrow());
    assertEquals(8, wrapped.rows().size());
    assertEquals(8, wrapped.columns().size());
    assertEquals(1, wrapped.rows().digits().first());
    assertEquals(
        List.of(new Digits.Term(0, 4, 2, 0), new Digits.Term(1, 1, 4, 0)),
        wrapped.rows().digits().terms());
  }

  /** And back: each pixel's place among the tokens of windows that are shifted. */
  @Test
  void pixelsOfShiftedWindowsBeginElsewhere() {
    Const tokens = tokens(1);
    double[] back = new double[64];
    for (int i = 0; i < 64; i++) {
      back[(int) tokens.at(i)] = i;
    }
    Const pixels = Const.computed(Kind.INT, IMAGE, i -> back[(int) i]);
    Rolled rolled = assertInstanceOf(Rolled.class, Formula.of(pixels).orElseThrow());
    assertEquals(List.of(7L, 7L), rolled.by());
    assertEquals(
        List.of(
            new Digits.Term(0, 32, 4, 0),
            new Digits.Term(0, 4, 1, 4),
            new Digits.Term(1, 16, 4, 0),
            new Digits.Term(1, 1, 1, 4)),
        rolled.digits().terms());
  }

  @Test
  void aVectorIsCut() {
    Const heard = Const.computed(Kind.FLOAT, List.of(48L), i -> i / 16 == 1 ? 0 : 1);
    List<Cut.Part> parts =
        List.of(
            new Cut.Part(16, new Digits(1, List.of())),
            new Cut.Part(32, new Digits(0, List.of())),
            new Cut.Part(48, new Digits(1, List.of())));
    assertEquals(Optional.of(new Cut(0, parts)), Formula.of(heard));
  }

  /** What a shift brings together in the last windows of either axis. */
  @Test
  void whatAShiftBringsTogetherAreRegions() {
    Const regions =
        Const.computed(
            Kind.FLOAT,
            WINDOWS,
            i -> {
              long window = i / 16;
              long row = window / 2 == 0 ? 0 : i % 16 / 4 < 3 ? 1 : 2;
              long column = window % 2 == 0 ? 0 : i % 4 < 3 ? 1 : 2;
              return row * 3 + column;
            });
    Regions found = assertInstanceOf(Regions.class, Formula.of(regions).orElseThrow());
    Part.Parted whole = assertInstanceOf(Part.Parted.class, found.whole());
    assertEquals(List.of(0L, 0L, 2L), List.of((long) whole.axis(), whole.modulus(), whole.end()));
    Part.Parted last = new Part.Parted(1, 4, 3, new Part.Number(1), new Part.Number(2));
    assertEquals(new Part.Parted(0, 2, 1, new Part.Number(0), last), whole.below());
  }

  /** Two windows along an axis have digits to tell, and are said as more of them are. */
  @Test
  void fewWindowsAreRegionsAsManyAre() {
    for (long rows : List.of(2L, 4L)) {
      Const regions =
          Const.computed(
              Kind.FLOAT, List.of(rows * rows, 64L), i -> i / 64 < 3 ? 0 : 1 + i % 64 / 4 % 2);
      assertInstanceOf(Regions.class, Formula.of(regions).orElseThrow());
    }
  }

  /** Swin V2's: both axes of 7 by 7 pairs, in 32 bits. */
  @Test
  void distancesOnALogarithmicScaleAreTold() {
    Const distances =
        Const.computed(
            Kind.FLOAT,
            List.of(49L, 2L),
            i -> {
              long d = (i % 2 == 0 ? i / 2 / 7 : i / 2 % 7) - 3;
              return (float)
                  (Math.signum(d) * StrictMath.log(1 + 8.0 * Math.abs(d) / 3) / StrictMath.log(8));
            });
    LogSpaced found = assertInstanceOf(LogSpaced.class, Formula.of(distances).orElseThrow());
    Formula each =
        new Cut(
            1,
            List.of(
                new Cut.Part(1, new Digits(-3, List.of(new Digits.Term(0, 1, 7, 0)))),
                new Cut.Part(2, new Digits(-3, List.of(new Digits.Term(0, 1, 1, 7))))));
    assertEquals(new LogSpaced(each, true, 8, 3, 8), found);
  }

  /** A model for windows of other sizes than it was trained with has both. */
  @Test
  void theFurthestOfAScaleMayBeAnother() {
    Const distances =
        Const.computed(
            Kind.FLOAT,
            List.of(24L),
            i -> (float) (StrictMath.log(1 + 8.0 * i / 11) / StrictMath.log(8)));
    Formula each = new Digits(0, List.of(new Digits.Term(0, 1, 1, 0)));
    assertEquals(Optional.of(new LogSpaced(each, false, 8, 11, 8)), Formula.of(distances));
  }

  /** Two heads of attention have a power of two between them, of three a part of one. */
  @Test
  void slopesOfHeadsAreDividedByPowers() {
    for (long heads : List.of(8L, 12L)) {
      Const far =
          Const.computed(
              Kind.FLOAT,
              List.of(heads, 5L, 5L),
              i -> (float) ((i % 5 - i / 5 % 5) * Math.pow(2, -8.0 * (i / 25 + 1) / heads)));
      Slopes slopes = assertInstanceOf(Slopes.class, Formula.of(far).orElseThrow());
      assertEquals(
          List.of(new Digits.Term(1, -1, 1, 0), new Digits.Term(2, 1, 1, 0)),
          slopes.whole().terms());
      assertEquals(heads == 8 ? 1 : 3, slopes.divisor());
      long each = heads == 8 ? 1 : 2;
      assertEquals(new Digits(each, List.of(new Digits.Term(0, each, 1, 0))), slopes.exponent());
      Const other =
          Const.computed(Kind.FLOAT, far.dims(), i -> i == 98 ? far.at(i) * 1.001f : far.at(i));
      assertEquals(Optional.empty(), Formula.of(other));
    }
  }

  /** LeViT's: pixels of an image of 4 by 4, and every second of one of 5 by 5 to all of these. */
  @Test
  void distancesOfPixelsAreApart() {
    Const all = Const.computed(Kind.INT, List.of(16L, 16L), i -> apart(i / 16, i % 16, 1, 4, 4));
    assertEquals(
        Optional.of(
            apart(
                new Digits.Term(0, 1, 4, 0),
                new Digits.Term(1, -1, 4, 0),
                new Digits.Term(0, 1, 1, 4),
                new Digits.Term(1, -1, 1, 4),
                4)),
        Formula.of(all));
    assertEquals(
        Optional.of(
            apart(
                new Digits.Term(0, 1, 64, 0),
                new Digits.Term(0, -1, 4, 4),
                new Digits.Term(0, 1, 16, 4),
                new Digits.Term(0, -1, 1, 4),
                4)),
        Formula.of(all.reshaped(List.of(256L))));
    Const second = Const.computed(Kind.INT, List.of(9L, 25L), i -> apart(i / 25, i % 25, 2, 3, 5));
    assertEquals(
        Optional.of(
            apart(
                new Digits.Term(0, 2, 3, 0),
                new Digits.Term(1, -1, 5, 0),
                new Digits.Term(0, 2, 1, 3),
                new Digits.Term(1, -1, 1, 5),
                5)),
        Formula.of(second));
    Const other = Const.computed(Kind.INT, all.dims(), i -> i == 98 ? 1 : all.at(i));
    assertEquals(Optional.empty(), Formula.of(other));
  }

  private static long apart(long query, long key, long step, long queries, long keys) {
    return Math.abs(step * (query / queries) - key / keys) * keys
        + Math.abs(step * (query % queries) - key % keys);
  }

  private static Formula apart(
      Digits.Term row,
      Digits.Term otherRow,
      Digits.Term column,
      Digits.Term otherColumn,
      long width) {
    return new Apart(
        0,
        List.of(
            new Apart.Pair(width, new Digits(0, List.of(row, otherRow))),
            new Apart.Pair(1, new Digits(0, List.of(column, otherColumn)))));
  }

  @Test
  void numbersWithoutARuleHaveNone() {
    assertEquals(
        Optional.empty(), Formula.of(Const.computed(Kind.INT, List.of(64L), i -> i * i * 37 % 64)));
    assertEquals(Optional.empty(), Formula.of(Const.computed(Kind.FLOAT, IMAGE, i -> Math.sin(i))));
  }

  private static Const tokens(int shift) {
    return Const.computed(
        Kind.INT,
        WINDOWS,
        i -> {
          long row = i / 16 / 2 * 4 + i % 16 / 4 + shift;
          long column = i / 16 % 2 * 4 + i % 4 + shift;
          return row % 8 * 8 + column % 8;
        });
  }
}
