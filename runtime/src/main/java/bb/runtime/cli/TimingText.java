package bb.runtime.cli;

import bb.runtime.io.Message;
import bb.runtime.tornado.Timings;
import java.util.List;

/** How long a network took to start on a device, as a table in milliseconds. */
final class TimingText {
  private static final double MILLIS = 1e6;
  private static final String ROW = "  %9s  %9s  %9s  %s\n";

  private TimingText() {}

  /** All times in nanoseconds. */
  static String of(long loading, long planning, long running, Timings timings) {
    List<Timings.Task> tasks = timings.tasks();
    StringBuilder text = new StringBuilder();
    text.append("timings in milliseconds\n");
    text.append(Message.of("%,11.1f  load the weights\n", loading / MILLIS));
    text.append(Message.of("%,11.1f  make the plan\n", planning / MILLIS));
    text.append(
        Message.of(
            "%,11.1f  first answer (tasks: %,d, different kernels: %,d)\n",
            running / MILLIS, tasks.size(), timings.kernels()));
    text.append(Message.of(ROW, "compile", "driver", "run", "task"));
    tasks.forEach(task ->
        text.append(
            row(task.graal(), task.driver(), task.run(), task.layer() + ", " + task.method())));
    text.append(
        row(
            tasks.stream().mapToLong(Timings.Task::graal).sum(),
            tasks.stream().mapToLong(Timings.Task::driver).sum(),
            tasks.stream().mapToLong(Timings.Task::run).sum(),
            "all tasks"));
    return text.toString();
  }

  private static String row(long graal, long driver, long run, String task) {
    return Message.of(ROW, millis(graal), millis(driver), millis(run), task);
  }

  private static String millis(long nanos) {
    return Message.of("%,.2f", nanos / MILLIS);
  }
}
