package uk.ac.manchester.tornado.api;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/** Task graphs on a device, and how they are executed. */
public final class TornadoExecutionPlan implements AutoCloseable {
  /** There is one device, and it does one thing at a time: arrays are shared between plans. */
  private static final ReentrantLock DEVICE = new ReentrantLock();

  private final List<PlannedGraph> graphs;
  private List<PlannedGraph> selected;
  private GridScheduler grids;
  private PlannedGraph last;
  private boolean cudaGraph;

  public TornadoExecutionPlan(ImmutableTaskGraph... graphs) {
    TornadoDevice device = TornadoRuntimeProvider.getTornadoRuntime().getDefaultDevice();
    this.graphs = Arrays.stream(graphs).map(graph -> new PlannedGraph(graph, device)).toList();
    this.selected = this.graphs;
  }

  public static TornadoDevice getDevice(int backend, int device) {
    return TornadoRuntimeProvider.getTornadoRuntime().getBackend(backend).getDevice(device);
  }

  public static TornadoDeviceMap getTornadoDeviceMap() {
    return new TornadoDeviceMap();
  }

  /** From here on, only this graph is executed and changed. */
  public TornadoExecutionPlan withGraph(int index) {
    if (index < 0 || index >= graphs.size()) {
      throw new TornadoRuntimeException("a plan has no graph number " + index);
    }
    selected = List.of(graphs.get(index));
    return this;
  }

  public TornadoExecutionPlan withAllGraphs() {
    selected = graphs;
    return this;
  }

  public TornadoExecutionPlan withGridScheduler(GridScheduler scheduler) {
    for (String name : scheduler.keySet()) {
      if (graphs.stream().noneMatch(graph -> graph.hasTask(name))) {
        throw new TornadoRuntimeException("a worker grid for `" + name + "`, which is no task");
      }
    }
    grids = scheduler;
    return this;
  }

  public TornadoExecutionPlan withDevice(TornadoDevice device) {
    selected.forEach(graph -> graph.useDevice(device));
    return this;
  }

  public TornadoExecutionPlan withProfiler(ProfilerMode mode) {
    selected.forEach(graph -> graph.profile().enable(true));
    return this;
  }

  public TornadoExecutionPlan withoutProfiler() {
    selected.forEach(graph -> graph.profile().enable(false));
    return this;
  }

  public TornadoExecutionPlan withPreCompilation() {
    selected.forEach(PlannedGraph::compile);
    selected.forEach(graph -> graph.profile().precompile());
    return this;
  }

  public TornadoExecutionPlan withCompilerFlags(TornadoVMBackendType backend, String flags) {
    return this;
  }

  public TornadoExecutionPlan withCUDAGraph() {
    cudaGraph = true;
    return this;
  }

  /** Runs the selected graphs. To each of them, the last one of the execution before ran last. */
  public TornadoExecutionResult execute() {
    DEVICE.lock();
    try {
      for (PlannedGraph graph : selected) {
        checkCudaGraph(graph);
        graph.execute(grids, last);
        DeviceMemory.check(graphs);
      }
      last = selected.getLast();
      return new TornadoExecutionResult(
          selected,
          new TornadoProfilerResult(selected.stream().map(PlannedGraph::profile).toList()));
    } finally {
      DEVICE.unlock();
    }
  }

  /** The device of one of the graphs that are selected. */
  public TornadoDevice getDevice(int graph) {
    return selected.get(graph).device();
  }

  public TornadoExecutionPlan freeDeviceMemory() {
    selected.forEach(PlannedGraph::freeDeviceMemory);
    last = null;
    return this;
  }

  /** Gives the device memory of those graphs back that are selected. */
  @Override
  public void close() throws TornadoExecutionPlanException {
    freeDeviceMemory();
  }

  private void checkCudaGraph(PlannedGraph graph) {
    String backend = graph.device().getTornadoVMBackend().name();
    if (cudaGraph && !backend.equals("CUDA") && !backend.equals("PTX")) {
      throw new TornadoBailoutRuntimeException("no execution graphs on " + backend);
    }
  }
}
