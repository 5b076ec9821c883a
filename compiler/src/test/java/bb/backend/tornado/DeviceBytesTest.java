package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.cpu.TestModel;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import bb.runtime.tornado.Timings;
import bb.runtime.tornado.TornadoModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import uk.ac.manchester.tornado.api.DeviceMemory;

/** What networks leave on a device, by a stand-in that counts the bytes of the whole process. */
@Isolated("it counts for all that runs")
class DeviceBytesTest {
  private static final String MEMORY = "tornado.device.memory";

  /** More layers than one task graph holds. */
  private static final String DEEP =
      """
      network Deep {
        input image: [8, 56, 56]
        repeat 25 { conv(8, 1); relu }
        global_avg_pool
        flatten
        linear(10)
      }
      """;

  /** A position bias of parameters alone: 2 heads of 5 by 5. */
  private static final String BIASED =
      """
      network Biased {
        input x: [5, 8]
        const distance: int32 [5, 5] = (i, j) -> abs(i - j)
        param weight: [6, 2]
        gather(weight, distance) -> permute([2, 0, 1]) as bias
        attention(x, x, x, heads: 2, bias: bias)
      }
      """;

  private static final WeightSource WEIGHTS = Synthetic.weights();

  /** Sizes so far apart that each has a program of its own, and room for one of them. */
  @Test
  void changesOfBatchSizeLeaveNothingBehind() {
    StandIns.Both both = compile(DEEP, "Deep");
    OnDevice.with(
        "opencl:gpu",
        () -> {
          TornadoModel model = both.tornado(WEIGHTS);
          long before = DeviceMemory.allocated();
          List<Long> bytes = new ArrayList<>();
          for (int call = 0; call < 3; call++) {
            for (int batch : new int[] {3, 1}) {
              predict(both, model, batch);
              bytes.add(DeviceMemory.allocated() - before);
            }
          }
          assertTrue(bytes.getLast() > 0);
          assertEquals(bytes.subList(0, 2), bytes.subList(4, 6), bytes.toString());
          return null;
        },
        MEMORY,
        "1MB",
        "bb.tornado.style",
        "parallel");
  }

  /** As much as one batch takes, however often it runs. */
  @Test
  void programsThatAreKeptTakeWhatTheyTook() {
    StandIns.Both both = compile(DEEP, "Deep");
    TornadoModel model = both.tornado(WEIGHTS);
    long before = DeviceMemory.allocated();
    predict(both, model, 1);
    predict(both, model, 3);
    long two = DeviceMemory.allocated() - before;
    for (int call = 0; call < 3; call++) {
      predict(both, model, 1);
      predict(both, model, 3);
    }
    assertEquals(two, DeviceMemory.allocated() - before);
  }

  @Test
  void whatIsPreparedIsNotCompiledByTheFirstAnswer() {
    StandIns.Both both = compile(DEEP, "Deep");
    TornadoModel model = both.tornado(WEIGHTS);
    model.prepare(1);
    List<Timings.Task> tasks =
        model.predictTimed(Synthetic.inputs(model.info(), 1)).timings().tasks();
    assertTrue(tasks.size() > 25);
    assertTrue(tasks.stream().allMatch(task -> task.graal() == 0));
  }

  /** What no input is needed for is computed by the host, when a program is made. */
  @Test
  void preparedStepsAreNoTasks() {
    StandIns.Both both = compile(BIASED, "Biased");
    TornadoModel model = both.tornado(WEIGHTS);
    Map<String, Tensor> inputs = Synthetic.inputs(model.info(), 2);
    TornadoModel.Timed timed = model.predictTimed(inputs);
    assertArrayEquals(
        both.cpu(WEIGHTS).predict(inputs).get("output").data(),
        timed.outputs().get("output").data(),
        1e-6f);
    List<String> tasks = timed.timings().tasks().stream().map(task -> task.layer()).toList();
    assertEquals(List.of("input x", "2 (tiny.bb:6)", "output output"), tasks);
  }

  private static void predict(StandIns.Both both, TornadoModel model, int batch) {
    Map<String, Tensor> inputs = Synthetic.inputs(model.info(), batch);
    assertArrayEquals(
        both.cpu(WEIGHTS).predict(inputs).get("output").data(),
        model.predict(inputs).get("output").data(),
        1e-4f);
  }

  private static StandIns.Both compile(String text, String network) {
    Graph graph = TestModel.parse(text, network, new Problems());
    return StandIns.compile(graph, Precision.FP32);
  }
}
