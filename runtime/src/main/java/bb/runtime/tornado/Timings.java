package bb.runtime.tornado;

import java.util.List;

/**
 * How long a program took, in nanoseconds, by TornadoVM's profiler.
 *
 * @param tasks in the order in which they run
 * @param besides what took time between them
 */
public record Timings(List<Task> tasks, Besides besides) {
  /** Of a run that was not timed. */
  static final Timings NONE = new Timings(List.of(), Besides.NONE);

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

  /**
   * What is no task's own.
   *
   * @param graphs making TornadoVM's code of the task graphs; 0 unless this run did so
   * @param launching from a task's or a copy's entry into the device's queue to its start, in which
   *     some drivers compile
   * @param copying weights, inputs and outputs
   */
  public record Besides(long graphs, long launching, long copying) {
    static final Besides NONE = new Besides(0, 0, 0);

    /** Both together. */
    Besides plus(Besides other) {
      return new Besides(
          graphs + other.graphs, launching + other.launching, copying + other.copying);
    }

    private long sum() {
      return graphs + launching + copying;
    }
  }

  /** All that is known of. */
  public long sum() {
    return besides.sum()
        + tasks.stream().mapToLong(task -> task.graal() + task.driver() + task.run()).sum();
  }

  /** How many methods compute the tasks: those that differ in sizes only share one. */
  public int methods() {
    return (int) tasks.stream().map(Task::method).distinct().count();
  }
}
