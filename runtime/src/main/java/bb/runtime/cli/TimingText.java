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
    text.append(line(loading, "load the weights"));
    text.append(line(planning, "make the plan"));
    text.append(
        Message.of(
            "%,11.1f  first answer (tasks: %,d, methods: %,d)\n",
            running / MILLIS, tasks.size(), timings.methods()));
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
    Timings.Besides besides = timings.besides();
    text.append(line(besides.graphs(), "TornadoVM's code of the task graphs"));
    text.append(line(besides.launching(), "launch tasks and copies; some drivers compile then"));
    text.append(line(besides.copying(), "copy weights, inputs and outputs"));
    text.append(line(Math.max(0, running - timings.sum()), "everything else"));
    return text.toString();
  }

  private static String line(long nanos, String what) {
    return Message.of("%,11.1f  %s\n", nanos / MILLIS, what);
  }

  private static String row(long graal, long driver, long run, String task) {
    return Message.of(ROW, millis(graal), millis(driver), millis(run), task);
  }

  private static String millis(long nanos) {
    return Message.of("%,.2f", nanos / MILLIS);
  }
}
