package uk.ac.manchester.tornado.api;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.DeviceCopy;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** A task graph in its plan: what of it lies on the device, and how it runs. */
final class PlannedGraph {
  private final ImmutableTaskGraph graph;
  private final Map<TornadoNativeArray, DeviceCopy> onDevice = new IdentityHashMap<>();
  private TornadoDevice device;
  private boolean executed;

  PlannedGraph(ImmutableTaskGraph graph, TornadoDevice device) {
    this.graph = graph;
    this.device = device;
  }

  String name() {
    return graph.name;
  }

  TornadoDevice device() {
    return device;
  }

  void useDevice(TornadoDevice chosen) {
    device = chosen;
  }

  boolean hasTask(String name) {
    return graph.tasks.stream().anyMatch(task -> name.equals(graph.name + "." + task.id()));
  }

  void freeDeviceMemory() {
    onDevice.clear();
    executed = false;
  }

  /** Runs the graph after another one, which is null for the first. */
  void execute(GridScheduler grids, PlannedGraph before) {
    forgetWhatNobodyKeeps();
    for (Transfer transfer : graph.toDevice) {
      boolean first = !onDevice.containsKey(transfer.array());
      if (transfer.mode() == DataTransferMode.EVERY_EXECUTION
          || transfer.mode() == DataTransferMode.FIRST_EXECUTION && first) {
        copy(transfer.array()).transferToDevice();
      }
    }
    for (Consumed consumed : graph.consumed) {
      onDevice.put(consumed.array(), take(consumed, before));
    }
    for (TaskCall task : graph.tasks) {
      run(task, grids);
    }
    for (Transfer transfer : graph.toHost) {
      if (transfer.mode() == DataTransferMode.EVERY_EXECUTION
          || transfer.mode() == DataTransferMode.FIRST_EXECUTION && !executed) {
        transferToHost(transfer.array());
      }
    }
    executed = true;
  }

  /** Copies an array of this graph to the host. */
  void transferToHost(TornadoNativeArray array) {
    DeviceCopy copy = onDevice.get(array);
    if (copy == null) {
      throw wrong("transfers an array to the host that no task uses");
    }
    copy.transferToHost();
  }

  boolean lists(TornadoNativeArray array) {
    return graph.toHost.stream().anyMatch(transfer -> transfer.array() == array);
  }

  /** What is in no list is new memory each time. */
  private void forgetWhatNobodyKeeps() {
    onDevice
        .keySet()
        .removeIf(
            array -> graph.toDevice.stream().noneMatch(transfer -> transfer.array() == array));
  }

  private DeviceCopy take(Consumed consumed, PlannedGraph before) {
    boolean named = !consumed.graph().equals(Consumed.FROM_ANY);
    if (before == null || named && !before.name().equals(consumed.graph())) {
      throw wrong(
          "consumes an array of `%s`, but `%s` ran before it"
              .formatted(consumed.graph(), before == null ? "nothing" : before.name()));
    }
    DeviceCopy copy = before.onDevice.get(consumed.array());
    if (copy == null || !before.graph.persisted.contains(consumed.array())) {
      throw wrong("consumes an array that `" + before.name() + "` does not persist");
    }
    return copy;
  }

  private void run(TaskCall task, GridScheduler grids) {
    String name = graph.name + "." + task.id();
    WorkerGrid grid = grids == null ? null : grids.get(name);
    if (task.hasContext() && grid == null) {
      throw wrong("runs the kernel `" + task.id() + "` without a worker grid");
    }
    if (!task.hasContext() && grid != null) {
      throw wrong("has a worker grid for `" + task.id() + "`, which has no kernel context");
    }
    if (task.isLibraryTask() && device.getTornadoVMBackend() != TornadoVMBackendType.CUDA) {
      throw new TornadoBailoutRuntimeException(
          "library task `"
              + name
              + "` needs the CUDA backend, not "
              + device.getTornadoVMBackend());
    }
    Set<TornadoNativeArray> arrays = task.arrays();
    Set<TornadoNativeArray> fresh = new java.util.LinkedHashSet<>(arrays);
    fresh.removeIf(onDevice::containsKey);
    arrays.forEach(array -> copy(array).enter());
    try {
      if (grid != null) {
        Launch.run(task, grid);
      } else {
        task.run();
      }
    } finally {
      arrays.forEach(array -> copy(array).leave());
    }
    if (fresh.stream().anyMatch(array -> copy(array).isUntouched())) {
      throw wrong("has a task `" + task.id() + "` that reads an array which nothing has written");
    }
  }

  private DeviceCopy copy(TornadoNativeArray array) {
    return onDevice.computeIfAbsent(array, DeviceCopy::new);
  }

  private TornadoRuntimeException wrong(String what) {
    return new TornadoRuntimeException("task graph `" + graph.name + "` " + what);
  }
}
