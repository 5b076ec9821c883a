package bb.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class ProfileLogTest {
  /** As TornadoVM 5.2 writes it, some of it left out. */
  private static final String LOG =
      """
      {
          "s0": {
              "TOTAL_KERNEL_TIME": "405326",
              "TOTAL_BYTE_CODE_GENERATION": "81000",
              "TOTAL_DISPATCH_KERNEL_TIME": "7200",
              "TOTAL_DISPATCH_DATA_TRANSFERS_TIME": "130",
              "COPY_IN_TIME": "5000",
              "COPY_OUT_TIME": "600",
              "s0.t2": {
                  "BACKEND": "OPENCL",
                  "METHOD": "TinyParallelKernels.convolve3x3_1",
                  "POWER_USAGE_mW": "n/a",
                  "TASK_COMPILE_GRAAL_TIME": "2369281008",
                  "TASK_CODE_GENERATION_TIME": "638718651",
                  "TASK_COMPILE_DRIVER_TIME": "990053610",
                  "TASK_KERNEL_TIME": "153970"
              },\s
              "s0.t1": {
                  "METHOD": "TinyParallelKernels.move0",
                  "TASK_KERNEL_TIME": "35293"
              }
          }
      }
      """;

  private static SequencedMap<String, String> layers() {
    SequencedMap<String, String> layers = new LinkedHashMap<>();
    layers.put("s0.t1", "input");
    layers.put("s0.t2", "conv (tiny.bb:3)");
    layers.put("s1.t3", "conv (tiny.bb:4)");
    return layers;
  }

  @Test
  void readsTheTimesOfTasks() {
    String other =
        "{\"s1\": {\"COPY_IN_TIME\": \"9\", \"s1.t3\": {\"METHOD\": \"K.convolve3x3_1\"}}}";
    Timings timings = ProfileLog.timings(layers(), List.of(LOG, other));
    assertEquals(
        List.of(
            new Timings.Task("input", "move0", 0, 0, 35293),
            new Timings.Task("conv (tiny.bb:3)", "convolve3x3_1", 2369281008L, 990053610, 153970),
            new Timings.Task("conv (tiny.bb:4)", "convolve3x3_1", 0, 0, 0)),
        timings.tasks());
    assertEquals(2, timings.methods());
    assertEquals(new Timings.Besides(81000, 7330, 5609), timings.besides());
    long tasks = 35293 + 2369281008L + 990053610 + 153970;
    assertEquals(tasks + 81000 + 7330 + 5609, timings.sum());
  }

  @Test
  void goesWithoutWhatItCannotRead() {
    Timings timings = ProfileLog.timings(layers(), List.of("no JSON", "{}", "{\"s0\": 1}"));
    assertEquals(3, timings.tasks().size());
    assertEquals(new Timings.Task("input", "", 0, 0, 0), timings.tasks().getFirst());
  }
}
