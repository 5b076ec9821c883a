package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** Tasks in their order, and what they exchange with the host and with other graphs. */
public final class TaskGraph extends LibraryTasks {
  private final String name;
  private final List<TaskCall> tasks = new ArrayList<>();
  private final List<Transfer> toDevice = new ArrayList<>();
  private final List<Transfer> toHost = new ArrayList<>();
  private final List<Consumed> consumed = new ArrayList<>();
  private final List<TornadoNativeArray> persisted = new ArrayList<>();

  public TaskGraph(String name) {
    this.name = name;
  }

  public String getTaskGraphName() {
    return name;
  }

  public TaskGraph transferToDevice(int mode, Object... objects) {
    arrays(objects).forEach(array -> toDevice.add(new Transfer(mode, array)));
    return this;
  }

  public TaskGraph transferToHost(int mode, Object... objects) {
    arrays(objects).forEach(array -> toHost.add(new Transfer(mode, array)));
    return this;
  }

  /** Keeps the device's copies, for another graph to consume. */
  public TaskGraph persistOnDevice(Object... objects) {
    persisted.addAll(arrays(objects));
    return this;
  }

  /** Begins with the device's copies as the named graph has left them, which ran just before. */
  public TaskGraph consumeFromDevice(String graph, Object... objects) {
    arrays(objects).forEach(array -> consumed.add(new Consumed(graph, array)));
    return this;
  }

  /** Begins with the device's copies as the graph before has left them. */
  public TaskGraph consumeFromDevice(Object... objects) {
    return consumeFromDevice(Consumed.FROM_ANY, objects);
  }

  public ImmutableTaskGraph snapshot() {
    return new ImmutableTaskGraph(name, tasks, toDevice, toHost, consumed, persisted);
  }

  @Override
  TaskGraph add(String id, Object code, Object... arguments) {
    if (tasks.stream().anyMatch(task -> task.id().equals(id))) {
      throw new TornadoTaskRuntimeException(
          "task graph `" + name + "` has two tasks of the name `" + id + "`");
    }
    tasks.add(new TaskCall(id, code, Arrays.asList(arguments)));
    return this;
  }

  private static List<TornadoNativeArray> arrays(Object... objects) {
    List<TornadoNativeArray> arrays = new ArrayList<>();
    for (Object object : objects) {
      if (!(object instanceof TornadoNativeArray array)) {
        throw new TornadoRuntimeException(
            "a transfer of something that is no array: `" + object + "`");
      }
      arrays.add(array);
    }
    return arrays;
  }
}
