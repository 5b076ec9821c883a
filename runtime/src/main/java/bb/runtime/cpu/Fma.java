package bb.runtime.cpu;

import java.lang.management.ManagementFactory;
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

  /** What HotSpot says; it takes longer to ask, and needs module {@code jdk.management}. */
  private static boolean isSwitchedOn() {
    try {
      Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
      Object option =
          type.getMethod("getVMOption", String.class)
              .invoke(
                  ManagementFactory.getPlatformMXBean(
                      type.asSubclass(java.lang.management.PlatformManagedObject.class)),
                  "UseFMA");
      Object value = option.getClass().getMethod("getValue").invoke(option);
      return Boolean.parseBoolean(value.toString());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException ignored) {
      return false;
    }
  }
}
