package bb.runtime.cpu;

/**
 * Where windows lie along one axis: of the window of each output coordinate, the taps that fall
 * into the input.
 */
final class Windows {
  /** The first tap that is seen, and how many are. */
  final int[] tap;

  final int[] taps;

  /** The input coordinate that the first of them sees. */
  final int[] at;

  /** From {@code whole} to {@code wholeEnd} all taps are seen. */
  final int whole;

  final int wholeEnd;

  private Windows(int out, int in, int kernel, int stride, int pad, int dilation) {
    this.tap = new int[out];
    this.taps = new int[out];
    this.at = new int[out];
    for (int i = 0; i < out; i++) {
      int start = i * stride - pad;
      int from = Math.min(kernel, start >= 0 ? 0 : Math.ceilDiv(-start, dilation));
      tap[i] = from;
      taps[i] = Math.clamp(Math.ceilDiv(in - start, dilation), from, kernel) - from;
      at[i] = start + from * dilation;
    }
    int first = 0;
    while (first < out && taps[first] < kernel) {
      first++;
    }
    int end = first;
    while (end < out && taps[end] == kernel) {
      end++;
    }
    this.whole = first;
    this.wholeEnd = end;
  }

  static Windows rows(Stencil s, View in, View out) {
    return new Windows(
        out.height(),
        in.height(),
        s.kernelHeight(),
        s.strideHeight(),
        s.padTop(),
        s.dilationHeight());
  }

  static Windows columns(Stencil s, View in, View out) {
    return new Windows(
        out.width(), in.width(), s.kernelWidth(), s.strideWidth(), s.padLeft(), s.dilationWidth());
  }

  /** Of each window, the taps that fall into a longer input, or before it. */
  int[] before(int end, int kernel, int dilation) {
    int[] count = new int[at.length];
    for (int i = 0; i < count.length; i++) {
      int start = at[i] - tap[i] * dilation;
      count[i] = Math.min(kernel, Math.ceilDiv(end - start, dilation));
    }
    return count;
  }
}
