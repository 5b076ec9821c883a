package uk.ac.manchester.tornado.api;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * Whether a task graph fits TornadoVM's byte code, whose size is limited: by default to 4096 bytes.
 * The sizes are those of TornadoVM 5.2, measured. They are exact but for two arrays that a task
 * reads and one other task wrote, which take five bytes less.
 */
final class Capacity {
  private static final String PROPERTY = "tornado.tvm.maxbytecodesize";

  private static final int DEFAULT = 4096;

  /** The form that tasks are kept in before they are compiled; nobody can change this limit. */
  private static final int SOURCE = 8192;

  /** Nodes of a graph; nobody can change this limit either. */
  private static final int NODES = 1024;

  private static final int DEVICE = 2;

  private static final int BEGIN_AND_END = 20;
  private static final int BARRIER = 5;
  private static final int LAUNCH = 46;
  private static final int ARGUMENT = 5;
  private static final int DEPENDENCY = 5;
  private static final int CONTEXT_OF_TASK = 25;
  private static final int ALLOCATION = 4;
  private static final int COPY = 25;
  private static final int CONSUMPTION = 9;
  private static final int PERSISTENCE = 9;
  private static final int RELEASE = 10;

  private final ImmutableTaskGraph graph;

  private Capacity(ImmutableTaskGraph graph) {
    this.graph = graph;
  }

  static void check(ImmutableTaskGraph graph) {
    int limit = Integer.getInteger(PROPERTY, DEFAULT);
    int bytes = new Capacity(graph).bytes();
    if (bytes > limit) {
      throw new TornadoRuntimeException(
          "task graph `%s` takes %d bytes of byte code, more than %d"
              .formatted(graph.name, bytes, limit));
    }
    int source = graph.tasks.stream().mapToInt(task -> 15 + 5 * task.arguments().size()).sum();
    if (source > SOURCE) {
      throw new TornadoRuntimeException(
          "task graph `%s` takes %d bytes before it is compiled, more than %d"
              .formatted(graph.name, source, SOURCE));
    }
    int nodes = nodes(graph);
    if (nodes > NODES) {
      throw new TornadoRuntimeException(
          "task graph `%s` takes %d nodes, more than %d".formatted(graph.name, nodes, NODES));
    }
  }

  /** One for each number, and three for each array and for each task. */
  private static int nodes(ImmutableTaskGraph graph) {
    Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Object> numbers = new HashSet<>();
    for (TaskCall task : graph.tasks) {
      for (Object argument : task.arguments()) {
        (argument instanceof Number ? numbers : arrays).add(argument);
      }
    }
    int each = 3 * graph.tasks.size() + graph.toHost.size();
    return DEVICE + numbers.size() + 3 * arrays.size() + each;
  }

  private int bytes() {
    Set<Object> objects = Collections.newSetFromMap(new IdentityHashMap<>());
    int bytes = BEGIN_AND_END;
    for (TaskCall task : graph.tasks) {
      Set<Object> own = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Object argument : task.arguments()) {
        if (argument instanceof TornadoNativeArray || argument instanceof KernelContext) {
          own.add(argument);
        }
      }
      bytes += LAUNCH + ARGUMENT * task.arguments().size() + DEPENDENCY * own.size();
      bytes += task.hasContext() ? CONTEXT_OF_TASK : 0;
      objects.addAll(own);
    }
    graph.toDevice.stream()
        .filter(transfer -> transfer.mode() == DataTransferMode.EVERY_EXECUTION)
        .forEach(transfer -> objects.add(transfer.array()));
    bytes += objects.stream().mapToInt(this::object).sum();
    return bytes + (graph.toHost.isEmpty() ? BARRIER : graph.toHost.size() * (COPY + DEPENDENCY));
  }

  private int object(Object object) {
    boolean consumed = graph.consumed.stream().anyMatch(from -> from.array() == object);
    boolean copied =
        object instanceof KernelContext
            || graph.toDevice.stream().anyMatch(transfer -> transfer.array() == object);
    boolean kept = consumed || graph.persisted.stream().anyMatch(array -> array == object);
    return ALLOCATION
        + (consumed ? CONSUMPTION : copied ? COPY : 0)
        + (kept ? PERSISTENCE : RELEASE);
  }
}
