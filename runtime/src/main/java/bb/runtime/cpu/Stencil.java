package bb.runtime.cpu;

/** Which input pixels an output pixel sees: kernel, stride, padding (top, left) and dilation. */
public record Stencil(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padLeft,
    int dilationHeight,
    int dilationWidth) {

  /** A pixel sees itself. */
  public static final Stencil POINT = of(1, 1);

  public static Stencil of(int height, int width) {
    return new Stencil(height, width, 1, 1, 0, 0, 1, 1);
  }

  public Stencil stride(int height, int width) {
    return new Stencil(
        kernelHeight, kernelWidth, height, width, padTop, padLeft, dilationHeight, dilationWidth);
  }

  public Stencil pad(int top, int left) {
    return new Stencil(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        top,
        left,
        dilationHeight,
        dilationWidth);
  }

  public Stencil dilation(int height, int width) {
    return new Stencil(
        kernelHeight, kernelWidth, strideHeight, strideWidth, padTop, padLeft, height, width);
  }

  int taps() {
    return kernelHeight * kernelWidth;
  }
}
