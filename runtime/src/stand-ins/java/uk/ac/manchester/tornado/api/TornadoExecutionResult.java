package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** What one execution has left on the device, and how long it took. */
public final class TornadoExecutionResult {
  private final List<PlannedGraph> graphs;
  private final TornadoProfilerResult profile;

  TornadoExecutionResult(List<PlannedGraph> graphs, TornadoProfilerResult profile) {
    this.graphs = graphs;
    this.profile = profile;
  }

  public TornadoProfilerResult getProfilerResult() {
    return profile;
  }

  /** Copies arrays that their graphs list as to be transferred under demand. */
  public TornadoExecutionResult transferToHost(Object... objects) {
    for (Object object : objects) {
      if (!(object instanceof TornadoNativeArray array)) {
        throw new TornadoRuntimeException("a transfer of something that is no array");
      }
      graphs.stream()
          .filter(graph -> graph.listsForHost(array))
          .findFirst()
          .orElseThrow(() -> new TornadoRuntimeException("a transfer of an array in no list"))
          .transferToHost(array);
    }
    return this;
  }

  public boolean isReady() {
    return true;
  }
}
