package bb.runtime.cpu;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A prediction, from the check of its inputs to its answer. */
@Name("bb.Predict")
@Label("Prediction")
@Category("bb")
@Description("A network has answered a batch")
@Enabled(false)
@StackTrace(false)
final class PredictEvent extends Event {
  @Label("Network")
  String network;

  @Label("Examples")
  int batch;

  @Label("Threads")
  int threads;
}
