package uk.ac.manchester.tornado.cudnn;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/** Calls of cuDNN, computed one number after the other. */
public final class CuDnn {
  private CuDnn() {}

  /** The convolution of n images of c planes of h x w with k filters of r x s taps. */
  public static LibraryTaskDescriptor cudnnConv2d(
      FloatArray input,
      FloatArray filter,
      FloatArray output,
      int n,
      int c,
      int h,
      int w,
      int k,
      int r,
      int s,
      int pad,
      int stride) {
    Planes images = new Planes(input, c, h, w);
    Planes filters = new Planes(filter, c, r, s);
    int height = (h + 2 * pad - r) / stride + 1;
    int width = (w + 2 * pad - s) / stride + 1;
    return new Convolution(
        n, k, images, filters, new Planes(output, k, height, width), pad, stride);
  }

  /** Attention of b sequences of h heads of d features: sQ queries, and sKv keys and values. */
  public static LibraryTaskDescriptor sdpaForward(
      HalfFloatArray q,
      HalfFloatArray k,
      HalfFloatArray v,
      HalfFloatArray o,
      int b,
      int h,
      int sQ,
      int sKv,
      int d,
      float scale,
      boolean causal) {
    if (d % 8 != 0 || d > 256) {
      throw new IllegalArgumentException("d is a multiple of 8 up to 256, not " + d);
    }
    return new Attention(q, k, v, o, b * h, sQ, sKv, d, scale, causal);
  }
}
