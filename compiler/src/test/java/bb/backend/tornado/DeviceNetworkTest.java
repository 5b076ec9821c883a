package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.cpu.RandomProgram;
import bb.backend.cpu.TestModel;
import bb.interpreter.Interpreter;
import bb.program.Program;
import bb.program.ProgramVerifier;
import bb.runtime.Tensor;
import bb.runtime.tornado.TornadoModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Tasks on the stand-in of a device against the interpreter, which computes in double precision.
 */
class DeviceNetworkTest {
  private static final double TOLERANCE = 1e-4;

  @Property(tries = 12)
  void tasks_compute_what_the_interpreter_computes(@ForAll long seed) {
    check(seed);
  }

  @Property(tries = 3)
  void so_do_work_groups(@ForAll long seed) {
    OnDevice.with(
        "cuda:gpu",
        () -> {
          check(seed);
          return seed;
        });
  }

  private static void check(long seed) {
    Program program = RandomProgram.of(seed, 30);
    assertEquals(List.of(), ProgramVerifier.verify(program));
    TornadoModel model =
        StandIns.compile(TestModel.graph(program), program, Precision.FP32)
            .tornado(TestModel.weights());
    for (int batch : new int[] {3, 1, 3}) {
      Map<String, Tensor> inputs = TestModel.inputs(program, batch);
      Map<String, double[]> expected = interpret(program, inputs);
      Map<String, Tensor> found = model.predict(inputs);
      expected.forEach((name, numbers) -> {
        double distance = distance(numbers, found.get(name).data());
        assertTrue(distance <= TOLERANCE, () -> name + ": relative distance " + distance);
      });
    }
  }

  private static Map<String, double[]> interpret(Program program, Map<String, Tensor> inputs) {
    Map<String, double[]> numbers = new HashMap<>();
    inputs.forEach((name, tensor) -> {
      float[] data = tensor.data();
      numbers.put(name, IntStream.range(0, data.length).mapToDouble(i -> data[i]).toArray());
    });
    return Interpreter.run(program, numbers, name -> TestModel.tensor(program, name));
  }

  private static double distance(double[] expected, float[] found) {
    assertEquals(expected.length, found.length);
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (expected[i] - found[i]) * (expected[i] - found[i]);
      size += expected[i] * expected[i];
    }
    return Math.sqrt(difference / Math.max(size, 1e-12));
  }
}
