package bb.runtime.cpu;

import bb.runtime.cpu.SequenceKernels.ScanBlock;
import java.util.Arrays;

/** The selective scan: one token after the other, a few channels at a time. */
public final class Scan {
  /** Channels in a block. */
  private static final int CHANNELS = 64;

  private Scan() {}

  /** {@code h = exp(delta * a) * h + delta * b * u}, {@code out = sum of c * h + skip * u}. */
  public static Operation of(View u, View delta, View a, View b, View c, View skip, View out) {
    return new Blocks(u, delta, a, b, c, skip, out);
  }

  /** An item is a block of channels. */
  private record Blocks(View u, View delta, View a, View b, View c, View skip, View out)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * blocks();
    }

    @Override
    public long cost(int batch) {
      return 10L * u.pixels() * a.channels() * CHANNELS;
    }

    @Override
    public void reserve(Worker w) {
      w.reserve(3 * a.channels() * CHANNELS);
    }

    @Override
    public void run(Worker w, int from, int to) {
      ScanBlock s = w.scan;
      int states = a.channels();
      s.arena = w.arena;
      s.scratch = w.scratch();
      s.tokens = u.pixels();
      s.states = states;
      s.uStride = u.stride();
      s.deltaStride = delta.stride();
      s.bStride = b.stride();
      s.cStride = c.stride();
      s.outStride = out.stride();
      s.decayAt = 0;
      s.stateAt = states * CHANNELS;
      s.powerAt = 2 * states * CHANNELS;
      for (int item = from; item < to; item++) {
        block(w, item / blocks(), item % blocks() * CHANNELS);
      }
    }

    private int blocks() {
      return Math.ceilDiv(u.channels(), CHANNELS);
    }

    private void block(Worker w, int example, int first) {
      ScanBlock s = w.scan;
      s.channels = Math.min(CHANNELS, u.channels() - first);
      s.uAt = place(w, u, example) + first;
      s.deltaAt = place(w, delta, example) + first;
      s.bAt = place(w, b, example);
      s.cAt = place(w, c, example);
      s.skipAt = place(w, skip, example) + first;
      s.outAt = place(w, out, example) + first;
      int decays = place(w, a, example) + first * a.stride();
      for (int n = 0; n < s.states; n++) {
        for (int i = 0; i < s.channels; i++) {
          s.scratch[n * s.channels + i] = w.arena[decays + i * a.stride() + n];
        }
      }
      Arrays.fill(s.scratch, s.stateAt, s.stateAt + s.states * s.channels, 0);
      w.sequences.scan(s);
    }

    private static int place(Worker w, View view, int example) {
      return w.at(view) + example * view.exampleStride();
    }
  }
}
