package bb.runtime.cpu;

import bb.runtime.engine.HotSpot;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether this virtual machine multiplies and adds in one instruction. Where the processor cannot,
 * or {@code -XX:UseAVX=0} or {@code -XX:-UseFMA} forbids it, {@link Math#fma} computes with decimal
 * numbers of any length, a thousand times slower.
 */
final class Fma {
  /** The same for the life of the process, as answers depend on it. */
  static final boolean FAST = takesMoments() || isSwitchedOn();

  private static final int CALLS = 20;

  /** An instruction takes a tenth of that even when interpreted, the decimal numbers ten times. */
  private static final long MOMENT_NANOS = 2_000;

  private Fma() {}

  /** One call is enough that is so fast; that none is may have other reasons. */
  private static boolean takesMoments() {
    AtomicReference<Float> sum = new AtomicReference<>(1f);
    for (int i = 0; i < CALLS; i++) {
      float x = sum.get();
      long start = System.nanoTime();
      x = Math.fma(x, 0.3f, 0.7f);
      if (System.nanoTime() - start < MOMENT_NANOS) {
        return true;
      }
      sum.set(x);
    }
    return false;
  }

  /** What HotSpot says, which takes longer to ask. */
  private static boolean isSwitchedOn() {
    return HotSpot.option("UseFMA").map(Boolean::parseBoolean).orElse(false);
  }
}
