package bb.backend.tornado.plan;

import bb.backend.layout.Placement;
import bb.program.Program;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What this backend has decided about a program: its tasks, and the arrays they work on.
 *
 * @param prepared what the host computes once, before anything runs: it depends on no input
 * @param slots the arrays of activations
 * @param weights the arrays of weights
 */
public record TornadoPlan(
    Program program,
    List<Task> prepared,
    List<Task> tasks,
    Slots slots,
    List<DeviceWeight> weights) {
  public TornadoPlan {
    prepared = List.copyOf(prepared);
    tasks = List.copyOf(tasks);
    weights = List.copyOf(weights);
  }

  public static TornadoPlan of(Program program) {
    Placement placement = Placement.of(program);
    Slots slots = Slots.of(program, placement);
    TaskSelection selection = new TaskSelection(program, placement, slots);
    Map<Boolean, List<Task>> tasks =
        selection.tasks().stream().collect(Collectors.partitioningBy(task -> isReady(task, slots)));
    return new TornadoPlan(
        program, tasks.get(true), tasks.get(false), slots, selection.weights().all());
  }

  private static boolean isReady(Task task, Slots slots) {
    return task.operands().getLast() instanceof Task.Slot(int index) && slots.isReady(index);
  }
}
