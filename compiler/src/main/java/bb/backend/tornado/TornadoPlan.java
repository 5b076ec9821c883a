package bb.backend.tornado;

import bb.program.Program;
import java.util.List;

/**
 * What this backend has decided about a program: its tasks, and the arrays they work on.
 *
 * @param prepared what the host computes once, before anything runs: it depends on no input
 * @param slots the arrays of activations
 * @param weights the arrays of weights
 */
record TornadoPlan(
    Program program,
    List<Task> prepared,
    List<Task> tasks,
    Slots slots,
    List<DeviceWeight> weights) {
  TornadoPlan {
    prepared = List.copyOf(prepared);
    tasks = List.copyOf(tasks);
    weights = List.copyOf(weights);
  }
}
