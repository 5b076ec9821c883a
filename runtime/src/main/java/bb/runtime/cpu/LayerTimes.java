package bb.runtime.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What each operation of a model's program takes, for those who measure it. */
public final class LayerTimes implements Steps {
  private static final ScopedValue<LayerTimes> CURRENT = ScopedValue.newInstance();

  private long[] nanos = {};
  private long begun;

  /** Measures what {@code inferences} runs on this thread and those that help it. */
  public void during(Runnable inferences) {
    ScopedValue.where(CURRENT, this).run(inferences);
  }

  /** Nanoseconds from the begin to the end of each operation, in order, of all runs together. */
  public long[] nanos() {
    return nanos.clone();
  }

  /** What the calling thread's inferences are measured with, or null. */
  static @Nullable LayerTimes current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  @Override
  public void begin(int operation) {
    if (nanos.length <= operation) {
      nanos = Arrays.copyOf(nanos, operation + 1);
    }
    begun = System.nanoTime();
  }

  @Override
  public void end(int operation) {
    nanos[operation] += System.nanoTime() - begun;
  }
}
