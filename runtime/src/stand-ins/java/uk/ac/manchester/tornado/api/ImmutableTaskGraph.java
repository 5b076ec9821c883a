package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** A task graph as it was when it was finished. */
public final class ImmutableTaskGraph {
  final String name;
  final List<TaskCall> tasks;
  final List<Transfer> toDevice;
  final List<Transfer> toHost;
  final List<Consumed> consumed;
  final List<TornadoNativeArray> persisted;

  ImmutableTaskGraph(
      String name,
      List<TaskCall> tasks,
      List<Transfer> toDevice,
      List<Transfer> toHost,
      List<Consumed> consumed,
      List<TornadoNativeArray> persisted) {
    this.name = name;
    this.tasks = List.copyOf(tasks);
    this.toDevice = List.copyOf(toDevice);
    this.toHost = List.copyOf(toHost);
    this.consumed = List.copyOf(consumed);
    this.persisted = List.copyOf(persisted);
    Capacity.check(this);
  }
}
