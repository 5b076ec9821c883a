package bb.field;

/** What a kernel does along one axis of one of its inputs. */
sealed interface Effect {
  /** Position i of the axis is position i of axis {@code to} of the output. */
  record Keep(int to) implements Effect {}

  /**
   * Position p of axis {@code to} reads positions {@code first + p * by} to {@code last + p * by}.
   *
   * @param parts of how many equal parts the axis consists, over each of which it goes by itself
   */
  record Slide(int to, Ratio first, Ratio last, Ratio by, long parts) implements Effect {
    /** A window of so many elements. */
    static Slide window(int to, long extent, long stride, long padding, long parts) {
      return new Slide(
          to, Ratio.of(-padding), Ratio.of(extent - 1 - padding), Ratio.of(stride), parts);
    }

    /** Position p reads position {@code p + by} alone. */
    static Slide shift(int to, long by) {
      return new Slide(to, Ratio.of(by), Ratio.of(by), Ratio.ONE, 1);
    }

    boolean isShift() {
      return first.equals(last) && by.equals(Ratio.ONE) && first.denominator() == 1 && parts == 1;
    }

    boolean isPoint() {
      return first.equals(Ratio.ZERO) && last.equals(Ratio.ZERO) && by.equals(Ratio.ONE);
    }
  }

  /**
   * Every element reads all of the axis, or all of the part of it in which it stands itself, where
   * axis {@code to} of the output has as many parts.
   */
  record Mix(int to, long parts) implements Effect {}

  Effect MIX = new Mix(0, 1);
}
