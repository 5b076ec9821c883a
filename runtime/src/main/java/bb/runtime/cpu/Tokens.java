package bb.runtime.cpu;

import bb.runtime.cpu.Worker.Share;

/** Makes rows of features from numbers: token ids, positions, times. */
public final class Tokens {
  private Tokens() {}

  /** Copies rows of a table of the weights; the numbers have been checked to be rows of it. */
  public static void gather(Worker w, View numbers, int table, View out) {
    Share share = w.share(w.batch() * out.pixels(), out.channels());
    for (int i = share.from(); i < share.to(); i++) {
      int row = (int) number(w, numbers, i, out.pixels());
      int from = w.weightAt(table) + row * out.channels();
      System.arraycopy(w.weights, from, w.arena, w.at(out) + i * out.stride(), out.channels());
    }
    w.done();
  }

  /**
   * The sine and cosine of each number at {@code features / 2} frequencies {@code base ^ (-i /
   * (features / 2 - offset))}.
   */
  public static void sinusoid(
      Worker w, View numbers, double base, int offset, boolean interleaved, View out) {
    int half = out.channels() / 2;
    Share share = w.share(w.batch() * out.pixels(), 50L * out.channels());
    for (int f = 0; f < half; f++) {
      double frequency = StrictMath.pow(base, -f / (double) (half - offset));
      for (int i = share.from(); i < share.to(); i++) {
        double angle = number(w, numbers, i, out.pixels()) * frequency;
        int at = w.at(out) + i * out.stride();
        w.arena[at + (interleaved ? 2 * f : f)] = (float) StrictMath.sin(angle);
        w.arena[at + (interleaved ? 2 * f + 1 : half + f)] = (float) StrictMath.cos(angle);
      }
    }
    w.done();
  }

  /** The numbers 0, 1, ... in each example. */
  public static void range(Worker w, View out) {
    Share share = w.share(w.batch(), out.channels());
    for (int example = share.from(); example < share.to(); example++) {
      int at = w.at(out) + example * out.exampleStride();
      for (int i = 0; i < out.channels(); i++) {
        w.arena[at + i] = i;
      }
    }
    w.done();
  }

  /** Number {@code i} of the batch, of which {@code count} belong to each example. */
  private static float number(Worker w, View numbers, int i, int count) {
    return w.arena[w.at(numbers) + i / count * numbers.exampleStride() + i % count];
  }
}
