package bb.backend.tornado.library;

import bb.backend.tornado.code.Precision;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.plan.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The kernels of a network that libraries can compute, too. */
public final class LibraryKernels {
  /** Kernels that one method is about. */
  private static final int CHUNK = 50;

  private final Precision precision;

  /** Their numbers. */
  private final Map<DeviceKernel, Integer> kernels = new LinkedHashMap<>();

  public LibraryKernels(List<Task> tasks, Precision precision) {
    this.precision = precision;
    tasks.stream()
        .map(Task::kernel)
        .filter(kernel -> !forms(kernel).isEmpty())
        .forEach(kernel -> kernels.putIfAbsent(kernel, kernels.size()));
  }

  /** In which ways a library can compute a kernel: none, if it cannot. */
  List<LibraryForm> forms(DeviceKernel kernel) {
    return LibraryForm.of(kernel, precision);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return kernels.isEmpty();
  }

  List<DeviceKernel> all() {
    return List.copyOf(kernels.keySet());
  }

  /** All, as many together as one method takes. */
  List<List<DeviceKernel>> chunks() {
    List<DeviceKernel> all = all();
    return IntStream.range(0, Math.ceilDiv(all.size(), CHUNK))
        .mapToObj(i -> all.subList(i * CHUNK, Math.min((i + 1) * CHUNK, all.size())))
        .toList();
  }

  /** What a kernel is called where its form is chosen. */
  String label(DeviceKernel kernel) {
    return kernel.name() + "_" + kernels.get(kernel);
  }

  /** Whether a task takes the form that is chosen for its kernel. */
  boolean isChosen(Task task) {
    return task.planes() == 1 && kernels.containsKey(task.kernel());
  }
}
