package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;

/** One run of a kernel on all work-items of its grid, group after group. */
final class Launch {
  private static final String PROPERTY = "standin.items";

  /** The largest group that NVIDIA's devices take. */
  private static final int DEFAULT = 1024;

  private final TaskCall task;
  private final int[] global;
  private final int[] local;
  private final int[] groups = new int[3];
  private final Turns turns;
  private LocalMemory memory = new LocalMemory();

  private Launch(TaskCall task, int[] global, int[] local) {
    this.task = task;
    this.global = global;
    this.local = local;
    for (int i = 0; i < 3; i++) {
      groups[i] = global[i] / local[i];
    }
    this.turns = new Turns(local[0] * local[1] * local[2], () -> memory = new LocalMemory());
  }

  static void run(TaskCall task, WorkerGrid grid) {
    int[] global = sizes(task, grid.getGlobalWork(), "global");
    int[] local = sizes(task, grid.getLocalWork(), "local");
    long items = 1;
    for (int i = 0; i < 3; i++) {
      if (global[i] % local[i] != 0) {
        throw new TornadoRuntimeException(
            "task `%s` has a global size of %d that is no multiple of its local size of %d"
                .formatted(task.id(), global[i], local[i]));
      }
      items *= local[i];
    }
    int most = Integer.getInteger(PROPERTY, DEFAULT);
    if (items > most) {
      throw new TornadoRuntimeException(
          "task `%s` has groups of %d work-items, more than %d".formatted(task.id(), items, most));
    }
    Launch launch = new Launch(task, global, local);
    launch.turns.run(launch::runItem);
  }

  Turns turns() {
    return turns;
  }

  LocalMemory memory() {
    return memory;
  }

  private void runItem(int item) {
    int[] at = {item % local[0], item / local[0] % local[1], item / local[0] / local[1]};
    for (int z = 0; z < groups[2]; z++) {
      for (int y = 0; y < groups[1]; y++) {
        for (int x = 0; x < groups[0]; x++) {
          turns.begin(item);
          task.run(new KernelContext(this, new int[] {x, y, z}, at, global, local));
          turns.end();
        }
      }
    }
  }

  private static int[] sizes(TaskCall task, long[] sizes, String which) {
    if (sizes == null) {
      throw new TornadoRuntimeException("task `" + task.id() + "` has no local size");
    }
    int[] result = new int[3];
    for (int i = 0; i < 3; i++) {
      if (sizes[i] < 1) {
        throw new TornadoRuntimeException(
            "task `%s` has a %s size of %d".formatted(task.id(), which, sizes[i]));
      }
      result[i] = Math.toIntExact(sizes[i]);
    }
    return result;
  }
}
