package uk.ac.manchester.tornado.api;

import java.util.Collection;
import java.util.Collections;
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
  /** The task whose kernel cannot be compiled: {@code s0.t2}. */
  private static final String REFUSED = "standin.refused";

  private final ImmutableTaskGraph graph;
  private final Profile profile;
  private final Map<TornadoNativeArray, DeviceCopy> onDevice = new IdentityHashMap<>();

  /** What of it this graph has allocated; the rest is another's. */
  private final Map<TornadoNativeArray, DeviceCopy> own = new IdentityHashMap<>();

  /** What tasks of this graph have written since it was last begun. */
  private final Set<TornadoNativeArray> written =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private TornadoDevice device;
  private boolean executed;

  PlannedGraph(ImmutableTaskGraph graph, TornadoDevice device) {
    this.graph = graph;
    this.device = device;
    this.profile = new Profile(graph.name);
  }

  TornadoDevice device() {
    return device;
  }

  Profile profile() {
    return profile;
  }

  Collection<DeviceCopy> copies() {
    return onDevice.values();
  }

  void useDevice(TornadoDevice chosen) {
    device = chosen;
  }

  boolean hasTask(String name) {
    return graph.tasks.stream().anyMatch(task -> name.equals(graph.name + "." + task.id()));
  }

  /** Gives back what is listed for a transfer; the rest nobody can give back any more. */
  void freeDeviceMemory() {
    own.forEach((array, copy) -> {
      if (listsForDevice(array) || listsForHost(array)) {
        DeviceMemory.free(copy);
      }
    });
    own.clear();
    onDevice.clear();
    executed = false;
  }

  /** Fails as with a driver that refuses a kernel, without a word about which. */
  void compile() {
    if (hasTask(System.getProperty(REFUSED, ""))) {
      throw new TornadoBailoutRuntimeException("Code generator Failed");
    }
  }

  /** Runs the graph after another one, which is null for the first. */
  void execute(GridScheduler grids, PlannedGraph before) {
    compile();
    profile.begin();
    begin(before);
    for (TaskCall task : graph.tasks) {
      profile.time(device, task.id(), () -> run(task, grids));
    }
    for (Transfer transfer : graph.toHost) {
      if (!written.contains(transfer.array())) {
        throw wrong("transfers an array to the host that none of its tasks has written");
      }
      if (applies(transfer.mode(), !executed)) {
        transferToHost(transfer.array());
      }
    }
    if (!onDevice.keySet().containsAll(graph.persisted)) {
      throw wrong("persists an array that it does not use");
    }
    executed = true;
    profile.end();
  }

  /** Copies an array of this graph to the host. */
  void transferToHost(TornadoNativeArray array) {
    onDevice.get(array).transferToHost();
  }

  /** Whether the array may be transferred to the host. */
  boolean listsForHost(TornadoNativeArray array) {
    return graph.toHost.stream().anyMatch(transfer -> transfer.array() == array);
  }

  /** Keeps what was transferred and takes what another graph left; all else is new memory. */
  private void begin(PlannedGraph before) {
    written.clear();
    onDevice.keySet().removeIf(array -> !listsForDevice(array));
    for (TornadoNativeArray array : Set.copyOf(own.keySet())) {
      if (!onDevice.containsKey(array)) {
        DeviceMemory.free(own.remove(array));
      }
    }
    for (Transfer transfer : graph.toDevice) {
      if (applies(transfer.mode(), !onDevice.containsKey(transfer.array()))) {
        copy(transfer.array()).transferToDevice();
      }
    }
    for (Consumed consumed : graph.consumed) {
      onDevice.put(consumed.array(), take(consumed, before));
    }
  }

  private boolean listsForDevice(TornadoNativeArray array) {
    return graph.toDevice.stream().anyMatch(transfer -> transfer.array() == array);
  }

  private static boolean applies(int mode, boolean first) {
    return switch (mode) {
      case DataTransferMode.EVERY_EXECUTION -> true;
      case DataTransferMode.FIRST_EXECUTION -> first;
      case DataTransferMode.UNDER_DEMAND -> false;
      default -> throw new TornadoRuntimeException("no transfer has the mode " + mode);
    };
  }

  private DeviceCopy take(Consumed consumed, PlannedGraph before) {
    String last = before == null ? "nothing" : "`" + before.graph.name + "`";
    boolean any = consumed.graph().equals(Consumed.FROM_ANY);
    if (before == null || !any && !before.graph.name.equals(consumed.graph())) {
      throw wrong("consumes an array of `" + consumed.graph() + "`, but last ran " + last);
    }
    if (!before.graph.persisted.contains(consumed.array())) {
      throw wrong("consumes an array that " + last + " does not persist");
    }
    return before.onDevice.get(consumed.array());
  }

  private void run(TaskCall task, GridScheduler grids) {
    WorkerGrid grid = grids == null ? null : grids.get(graph.name + "." + task.id());
    check(task, grid);
    Set<TornadoNativeArray> arrays = task.arrays();
    Set<TornadoNativeArray> known = Set.copyOf(onDevice.keySet());
    arrays.forEach(array -> copy(array).enter());
    try {
      if (grid != null) {
        Launch.run(task, grid);
      } else {
        task.run();
      }
    } finally {
      for (TornadoNativeArray array : arrays) {
        if (copy(array).leave()) {
          written.add(array);
        }
      }
    }
    if (arrays.stream().anyMatch(array -> !known.contains(array) && !written.contains(array))) {
      throw wrong("reads an array in `" + task.id() + "` that nothing has written");
    }
  }

  private void check(TaskCall task, WorkerGrid grid) {
    if (task.hasContext() && grid == null) {
      throw wrong("runs the kernel `" + task.id() + "` without a worker grid");
    }
    if (!task.hasContext() && grid != null) {
      throw wrong("has a worker grid for `" + task.id() + "`, which has no kernel context");
    }
    if (task.isLibraryTask() && device.getTornadoVMBackend() != TornadoVMBackendType.CUDA) {
      throw new TornadoBailoutRuntimeException(
          "library task `%s` needs the CUDA backend, not %s"
              .formatted(task.id(), device.getTornadoVMBackend()));
    }
  }

  private DeviceCopy copy(TornadoNativeArray array) {
    return onDevice.computeIfAbsent(array, this::allocate);
  }

  private DeviceCopy allocate(TornadoNativeArray array) {
    DeviceCopy copy = new DeviceCopy(array);
    DeviceMemory.allocate(copy);
    own.put(array, copy);
    return copy;
  }

  private TornadoRuntimeException wrong(String what) {
    return new TornadoRuntimeException("task graph `" + graph.name + "` " + what);
  }
}
