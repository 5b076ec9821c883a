package bb.runtime.cpu;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** The events of one prediction, while a flight is recorded. */
final class Recording {
  /** Whether this Java has a flight recorder at all. */
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private final String network;
  private final PredictEvent predict = new PredictEvent();
  private LayerEvent layer = new LayerEvent();
  private final boolean wantsLayers = layer.isEnabled();

  private Recording(String network) {
    this.network = network;
  }

  /** A recording of a prediction that begins now, or null if nobody records. */
  static @Nullable Recording begin(String network) {
    if (!PRESENT || !FlightRecorder.isInitialized()) {
      return null;
    }
    Recording recording = new Recording(network);
    if (!recording.predict.isEnabled() && !recording.wantsLayers) {
      return null;
    }
    recording.predict.begin();
    return recording;
  }

  boolean wantsLayers() {
    return wantsLayers;
  }

  void beginLayer() {
    if (wantsLayers) {
      layer = new LayerEvent();
      layer.begin();
    }
  }

  void endLayer(String name) {
    if (wantsLayers) {
      layer.network = network;
      layer.layer = name;
      layer.commit();
    }
  }

  void end(int batch, int threads) {
    predict.network = network;
    predict.batch = batch;
    predict.threads = threads;
    predict.commit();
  }
}
