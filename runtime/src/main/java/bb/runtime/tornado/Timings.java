package bb.runtime.tornado;

import java.util.List;

/**
 * How long the tasks of a program took, in nanoseconds, by TornadoVM's profiler.
 *
 * @param tasks in the order in which they run
 */
public record Timings(List<Task> tasks) {
  /** Of a run that was not timed. */
  static final Timings NONE = new Timings(List.of());

  public Timings {
    tasks = List.copyOf(tasks);
  }

  /**
   * A task.
   *
   * @param layer the layer it computes, with its place in the source
   * @param method the kernel, as the generated source calls it
   * @param graal from bytecode to the driver's language; 0 unless this run compiled it
   * @param driver from the driver's language to the device's, likewise
   * @param run on the device
   */
  public record Task(String layer, String method, long graal, long driver, long run) {}

  /** How many kernels there are: tasks of equal layers share one. */
  public int kernels() {
    return (int) tasks.stream().map(Task::method).distinct().count();
  }
}
