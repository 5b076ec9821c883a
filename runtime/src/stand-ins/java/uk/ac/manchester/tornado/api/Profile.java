package uk.ac.manchester.tornado.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * What the profiler says of a graph, as TornadoVM says it: an object of JSON for each execution,
 * one after the other, all of whose numbers are strings. Nothing is compiled here; that each task
 * takes a millisecond in Graal and two in the driver, the first time, is made up.
 */
final class Profile {
  static final long GRAAL = 1_000_000;
  static final long DRIVER = 2_000_000;

  private final String graph;
  private final Map<String, String> tasks = new TreeMap<>();
  private final StringBuilder log = new StringBuilder();
  private boolean enabled;
  private boolean compiled;
  private boolean compiles;
  private long kernels;
  private long start;
  private long total;

  Profile(String graph) {
    this.graph = graph;
  }

  void enable(boolean wanted) {
    enabled = wanted;
  }

  /** From here on nothing has to be compiled; what that took is in no profile. */
  void precompile() {
    compiled = true;
  }

  void begin() {
    tasks.clear();
    compiles = !compiled;
    kernels = 0;
    start = System.nanoTime();
  }

  void time(TornadoDevice device, String task, Runnable body) {
    long before = System.nanoTime();
    body.run();
    long time = System.nanoTime() - before;
    kernels += time;
    Map<String, Object> entries = new TreeMap<>();
    entries.put("BACKEND", device.getTornadoVMBackend());
    entries.put("DEVICE", device.getDescription());
    entries.put("TASK_KERNEL_TIME", time);
    if (compiles) {
      entries.put("TASK_COMPILE_GRAAL_TIME", GRAAL);
      entries.put("TASK_COMPILE_DRIVER_TIME", DRIVER);
    }
    tasks.put(graph + "." + task, json(entries));
  }

  void end() {
    total = System.nanoTime() - start;
    compiled = true;
    Map<String, Object> entries = new TreeMap<>();
    entries.put("TOTAL_TASK_GRAPH_TIME", total);
    entries.put("TOTAL_KERNEL_TIME", kernels);
    if (compiles) {
      entries.put("TOTAL_GRAAL_COMPILE_TIME", graalTime());
      entries.put("TOTAL_DRIVER_COMPILE_TIME", driverTime());
    }
    if (enabled) {
      String graphs = json(entries);
      String all = String.join(", ", tasks.entrySet().stream().map(Profile::task).toList());
      log.append("{\"%s\": %s, %s}}\n".formatted(graph, graphs.replace("}", ""), all));
    }
  }

  long totalTime() {
    return enabled ? total : 0;
  }

  long kernelTime() {
    return enabled ? kernels : 0;
  }

  long graalTime() {
    return enabled && compiles ? tasks.size() * GRAAL : 0;
  }

  long driverTime() {
    return enabled && compiles ? tasks.size() * DRIVER : 0;
  }

  String log() {
    return log.toString();
  }

  private static String task(Map.Entry<String, String> task) {
    return "\"" + task.getKey() + "\": " + task.getValue();
  }

  private static String json(Map<String, Object> entries) {
    return entries.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
