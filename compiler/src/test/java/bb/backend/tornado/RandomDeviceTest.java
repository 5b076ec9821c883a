package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.cpu.RandomProgram;
import bb.backend.cpu.TestModel;
import bb.onnx.OnnxRuntime;
import bb.program.Program;
import bb.runtime.Tensor;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random programs with libraries, and with halves, against the CPU engine. */
class RandomDeviceTest {
  private static final String LIBRARIES = "bb.tornado.libraries";
  private static final String STYLE = "bb.tornado.style";

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void libraries_compute_what_loops_compute(@ForAll long seed) {
    Program program = RandomProgram.of(seed, 25);
    StandIns.Both both = StandIns.compile(TestModel.graph(program), program, Precision.FP32);
    Map<String, Tensor> loops = run(program, both, LIBRARIES, "off", STYLE, "parallel");
    for (String form : new String[] {"product", "convolution"}) {
      check(loops, run(program, both, LIBRARIES, form, STYLE, "parallel"), 1e-4);
    }
  }

  /**
   * Always the same programs: some make much of a rounding, as they subtract what is nearly equal.
   */
  @Property(tries = 8, seed = "16", shrinking = ShrinkingMode.OFF)
  void halves_are_near(@ForAll long seed) {
    Program program = RandomProgram.of(seed, 15);
    StandIns.Both both = StandIns.compile(TestModel.graph(program), program, Precision.FP16);
    Map<String, Tensor> exact = both.cpu(TestModel.weights()).predict(inputs(program));
    check(exact, run(program, both, LIBRARIES, "off", STYLE, "parallel"), 1e-2);
    check(exact, run(program, both, LIBRARIES, "product", STYLE, "parallel"), 1e-2);
  }

  private static Map<String, Tensor> inputs(Program program) {
    return TestModel.inputs(program, 2);
  }

  private static Map<String, Tensor> run(
      Program program, StandIns.Both both, String... properties) {
    return OnDevice.with(
        "cuda:gpu", () -> both.tornado(TestModel.weights()).predict(inputs(program)), properties);
  }

  private static void check(
      Map<String, Tensor> expected, Map<String, Tensor> found, double tolerance) {
    expected.forEach((name, tensor) -> {
      double distance = OnnxRuntime.distance(tensor.data(), found.get(name).data());
      assertTrue(distance <= tolerance, () -> name + ": relative distance " + distance);
    });
  }
}
