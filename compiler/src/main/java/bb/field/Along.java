package bb.field;

/** What the elements of a tensor depend on along one axis of one input of the network. */
public sealed interface Along {
  /** On nothing of that input. */
  record Nothing() implements Along {}

  /**
   * Each on a piece of the same length. Where an element stands is a digit of its number in the
   * tensor, counted in row-major order: {@code position = number / weight % count}. So a reshape
   * changes nothing, and an axis of an image is known again after it was split, merged or moved.
   * The element at a position depends on those from {@code first + position * stride} to {@code
   * last + position * stride} of the input, a whole number of elements that borders may cut short.
   *
   * @param count 1 if all elements depend on the same piece
   * @param stride how far the piece moves from one position to the next: the product of all strides
   */
  record Window(long weight, long count, Ratio stride, Ratio first, Ratio last) implements Along {

    /** How many elements of the input there are in a piece, at the most. */
    public long size() {
      return last.minus(first).floor() + 1;
    }

    /** The middle of the piece at position 0, in elements of the input. */
    public Ratio centre() {
      return first.plus(last).over(2);
    }

    boolean isFixed() {
      return count == 1;
    }

    /** The same at another place of another tensor. */
    Window at(long otherWeight, long otherCount) {
      return otherCount == 1
          ? new Window(1, 1, stride, first, last)
          : new Window(otherWeight, otherCount, stride, first, last);
    }

    /** What depends on these from {@code from + p * by} to {@code to + p * by}. */
    Window seenThrough(Ratio from, Ratio to, Ratio by) {
      return new Window(
          weight,
          count,
          stride.times(by),
          first.plus(from.times(stride)),
          last.plus(to.times(stride)));
    }

    /**
     * Both pieces and what lies between them, at whatever position that is most: two strides that
     * differ, as of a tensor that was enlarged by not quite two, drift apart.
     */
    Window and(Window other) {
      Ratio drift = other.stride.minus(stride).times(count - 1);
      return new Window(
          weight,
          count,
          stride,
          first.min(other.first.plus(drift.min(Ratio.ZERO))),
          last.max(other.last.plus(drift.max(Ratio.ZERO))));
    }
  }

  /**
   * On all of it, or on too much for a number: attention, a global pool, a fully connected layer.
   */
  record Everything() implements Along {}

  Along NOTHING = new Nothing();
  Along EVERYTHING = new Everything();
}
