package bb.runtime.cpu;

/** A convolution of each channel with its own filter, and an epilogue. Stateless. */
public interface DepthwiseKernel {
  /** Neighbouring pixels that a kernel computes side by side. */
  int PIXELS = 4;

  void strip(Strip s);
}
