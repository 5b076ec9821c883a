package bb.runtime.cpu;

/** A convolution of each channel with its own filter, and an epilogue. Stateless. */
public interface DepthwiseKernel {
  /** Neighbouring pixels that a kernel computes side by side. */
  int PIXELS = 4;

  /** Computes a strip, and whatever of the epilogue needs no loops of its own. */
  void strip(Strip s);

  /** Applies what is left of the epilogue to one line of pixels. */
  void finish(Strip s);
}
