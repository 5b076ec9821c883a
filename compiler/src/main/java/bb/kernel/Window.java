package bb.kernel;

/**
 * How a kernel slides over a plane. Padding is never negative and may differ per side; all numbers
 * are in elements of the input, in the order height, width.
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
    long dilationWidth) {

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
