package bb.kernel;

/**
 * How a kernel slides over a plane. Padding is never negative and may differ per side; all numbers
 * are in elements of the input, in the order height, width.
 *
 * @param planes how many images of equal height the plane consists of, one above the other: the
 *     window slides over each by itself, and what it makes of them lies so too
 */
public record Window(
    long kernelHeight,
    long kernelWidth,
    long strideHeight,
    long strideWidth,
    long padTop,
    long padLeft,
    long padBottom,
    long padRight,
    long dilationHeight,
    long dilationWidth,
    long planes) {

  /** Over a plane that is one image. */
  public Window(
      long kernelHeight,
      long kernelWidth,
      long strideHeight,
      long strideWidth,
      long padTop,
      long padLeft,
      long padBottom,
      long padRight,
      long dilationHeight,
      long dilationWidth) {
    this(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        padTop,
        padLeft,
        padBottom,
        padRight,
        dilationHeight,
        dilationWidth,
        1);
  }

  /** The same over so many images, one above the other. */
  public Window over(long planes) {
    Window window =
        new Window(
            kernelHeight,
            kernelWidth,
            strideHeight,
            strideWidth,
            padTop,
            padLeft,
            padBottom,
            padRight,
            dilationHeight,
            dilationWidth,
            planes);
    return window.equals(POINT.copies(planes)) ? POINT : window;
  }

  private Window copies(long planes) {
    return new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, planes);
  }

  /** One element, stride one: the window of a 1x1 convolution and of a linear layer. */
  public static final Window POINT = new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1);

  /** The number of input rows that one output row covers. */
  public long extentHeight() {
    return dilationHeight * (kernelHeight - 1) + 1;
  }

  public long extentWidth() {
    return dilationWidth * (kernelWidth - 1) + 1;
  }

  /** Whether every output element reads exactly the input element at its own position. */
  public boolean isPoint() {
    return equals(POINT);
  }
}
