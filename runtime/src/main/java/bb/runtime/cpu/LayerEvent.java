package bb.runtime.cpu;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step of a network, computed by one thread or several. */
@Name("bb.Layer")
@Label("Layer")
@Category("bb")
@Description("A step of a network has been computed")
@Enabled(false)
@StackTrace(false)
final class LayerEvent extends Event {
  @Label("Network")
  String network;

  @Label("Layers")
  @Description("The layers that the step computes, and where they stand in the source")
  String layer;
}
