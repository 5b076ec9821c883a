package bb.runtime.tornado;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads what TornadoVM's profiler writes about one execution of a task graph: times as texts, and
 * an object for each task.
 *
 * <pre>
 * {"s0": {"COPY_IN_TIME": "405326",
 *         "s0.t1": {"METHOD": "Kernels.move0", "TASK_COMPILE_GRAAL_TIME": "787853828"}}}
 * </pre>
 */
public final class ProfileLog {
  private ProfileLog() {}

  /**
   * The times of tasks.
   *
   * @param layers what each task computes by the task's full name, {@code s0.t1}
   * @param logs of the graphs that hold the tasks
   */
  public static Timings timings(SequencedMap<String, String> layers, List<String> logs) {
    JsonObject all = new JsonObject();
    Timings.Besides besides = Timings.Besides.NONE;
    for (String log : logs) {
      for (Object graph : parse(log).values()) {
        if (graph instanceof JsonObject times) {
          all.putAll(times);
          besides = besides.plus(besides(times));
        }
      }
    }
    List<Timings.Task> tasks = new ArrayList<>();
    layers.forEach((name, layer) -> {
      JsonObject task = all.getObject(name, new JsonObject());
      String method = task.getString("METHOD", "");
      tasks.add(
          new Timings.Task(
              layer,
              method.substring(method.lastIndexOf('.') + 1),
              time(task, "TASK_COMPILE_GRAAL_TIME"),
              time(task, "TASK_COMPILE_DRIVER_TIME"),
              time(task, "TASK_KERNEL_TIME")));
    });
    return new Timings(tasks, besides);
  }

  private static Timings.Besides besides(JsonObject graph) {
    return new Timings.Besides(
        time(graph, "TOTAL_BYTE_CODE_GENERATION"),
        time(graph, "TOTAL_DISPATCH_KERNEL_TIME")
            + time(graph, "TOTAL_DISPATCH_DATA_TRANSFERS_TIME"),
        time(graph, "COPY_IN_TIME") + time(graph, "COPY_OUT_TIME"));
  }

  /** Without times, rather than without an answer, should TornadoVM write it otherwise one day. */
  private static JsonObject parse(String log) {
    try {
      return JsonParser.object().from(log);
    } catch (JsonParserException ignored) {
      return new JsonObject();
    }
  }

  private static long time(JsonObject task, String key) {
    return Long.parseLong(task.getString(key, "0"));
  }
}
