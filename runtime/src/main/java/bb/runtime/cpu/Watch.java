package bb.runtime.cpu;

import bb.runtime.Listener;
import bb.runtime.Model;
import bb.runtime.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a listener, a flight recording and whoever measures what the operations take. */
final class Watch implements Steps {
  private final @Nullable LayerTimes times;
  private final @Nullable Listener listener;
  private final @Nullable Recording recording;
  private final List<String> layers;
  private long begun;

  private Watch(
      @Nullable LayerTimes times,
      @Nullable Listener listener,
      @Nullable Recording recording,
      List<String> layers) {
    this.times = times;
    this.listener = listener;
    this.recording = recording;
    this.layers = layers;
  }

  /**
   * What there is to tell of a run, or null.
   *
   * @param recording null if there is none
   */
  static @Nullable Steps of(Model model, Options options, @Nullable Recording recording) {
    LayerTimes times = LayerTimes.current();
    Listener listener = options.listener().orElse(null);
    boolean named = listener != null || recording != null && recording.wantsLayers();
    return named ? new Watch(times, listener, recording, model.layers()) : times;
  }

  @Override
  public void begin(int step) {
    if (times != null) {
      times.begin(step);
    }
    if (recording != null) {
      recording.beginLayer();
    }
    begun = System.nanoTime();
  }

  @Override
  public void end(int step) {
    long nanos = System.nanoTime() - begun;
    if (times != null) {
      times.end(step);
    }
    String name = step < layers.size() ? layers.get(step) : "step " + step;
    if (recording != null) {
      recording.endLayer(name);
    }
    if (listener != null) {
      listener.layer(name, nanos);
    }
  }
}
