package bb.runtime.cpu;

/** A convolution of each channel with its own filter, and an epilogue. Stateless. */
public interface DepthwiseKernel {
  void strip(Strip s);
}
