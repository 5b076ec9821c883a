package bb.runtime.cpu;

import bb.runtime.cpu.SequenceKernels.ScanBlock;
import bb.runtime.cpu.Worker.Share;
import java.util.Arrays;

/** The selective scan: one token after the other, a few channels at a time. */
public final class Scan {
  /** Channels in a block. */
  private static final int CHANNELS = 64;

  private Scan() {}

  /** {@code h = exp(delta * a) * h + delta * b * u}, {@code out = sum of c * h + skip * u}. */
  public static void run(
      Worker w, View u, View delta, View a, View b, View c, View skip, View out) {
    int blocks = Math.ceilDiv(u.channels(), CHANNELS);
    int states = a.channels();
    ScanBlock s = new ScanBlock();
    s.arena = w.arena;
    s.scratch = w.scratch(3 * states * CHANNELS);
    s.tokens = u.pixels();
    s.states = states;
    s.uStride = u.stride();
    s.deltaStride = delta.stride();
    s.bStride = b.stride();
    s.cStride = c.stride();
    s.outStride = out.stride();
    s.stateAt = states * CHANNELS;
    s.powerAt = 2 * states * CHANNELS;
    long cost = 10L * u.pixels() * states * CHANNELS;
    Share share = w.share(w.batch() * blocks, cost);
    for (int item = share.from(); item < share.to(); item++) {
      int example = item / blocks;
      int first = item % blocks * CHANNELS;
      s.channels = Math.min(CHANNELS, u.channels() - first);
      s.uAt = place(w, u, example) + first;
      s.deltaAt = place(w, delta, example) + first;
      s.bAt = place(w, b, example);
      s.cAt = place(w, c, example);
      s.skipAt = place(w, skip, example) + first;
      s.outAt = place(w, out, example) + first;
      int from = place(w, a, example) + first * a.stride();
      for (int n = 0; n < states; n++) {
        for (int i = 0; i < s.channels; i++) {
          s.scratch[n * s.channels + i] = w.arena[from + i * a.stride() + n];
        }
      }
      Arrays.fill(s.scratch, s.stateAt, s.stateAt + states * s.channels, 0);
      w.sequences.scan(s);
    }
    w.done();
  }

  private static int place(Worker w, View view, int example) {
    return w.at(view) + example * view.exampleStride();
  }
}
