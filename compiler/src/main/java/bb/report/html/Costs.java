package bb.report.html;

import bb.graph.Graph;
import bb.report.MemoryMap;
import bb.report.Reported;
import bb.report.draw.Box;
import bb.report.draw.Drawing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the boxes of a drawing cost.
 *
 * @param live what is live at each moment of the plan, in bytes
 */
record Costs(Drawing drawing, MemoryMap memory, long[] live, Map<String, List<Integer>> moments) {
  /** The most that a network has of each, for bars. */
  record Cost(long params, long macs, long bytes) {}

  static Costs of(Drawing drawing, Reported network) {
    Map<String, List<Integer>> moments = new HashMap<>();
    MemoryMap memory = network.memory();
    for (int i = 0; i < memory.moments().size(); i++) {
      for (String path : memory.moments().get(i).paths()) {
        moments.computeIfAbsent(path, _ -> new ArrayList<>()).add(i);
      }
    }
    return new Costs(drawing, memory, memory.live(), moments);
  }

  /** Of a box, all of its copies; the memory is the most that is live while it is computed. */
  Cost of(Box box) {
    Graph graph = drawing.graph();
    long params = 0;
    long macs = 0;
    long bytes = 0;
    for (int i = box.first(); i < box.end(); i++) {
      params = Math.addExact(params, drawing.counts().layerParams().get(i));
      macs = Math.addExact(macs, drawing.counts().layerMacs().get(i));
      for (int moment : moments.getOrDefault(graph.nodes().get(i).path(), List.of())) {
        bytes = Math.max(bytes, live[moment]);
      }
    }
    return new Cost(params, macs, bytes);
  }
}
