package bb.backend.tornado;

import bb.backend.cpu.RandomProgram;
import bb.backend.cpu.TestModel;
import bb.backend.tornado.code.Precision;
import bb.interpreter.Oracle;
import bb.program.Program;
import bb.random.Seeds;
import bb.runtime.Tensor;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random programs with libraries against those without, and with halves against the interpreter.
 */
class RandomDeviceTest {
  private static final String LIBRARIES = "bb.tornado.libraries";
  private static final String STYLE = "bb.tornado.style";

  @Test
  void libraries_compute_what_loops_compute() {
    Seeds.check(
        6,
        seed -> {
          Program program = RandomProgram.of(seed, 25);
          Oracle oracle = TestModel.oracle(program, inputs(program));
          StandIns.Both both = StandIns.compile(TestModel.graph(program), program, Precision.FP32);
          Map<String, Tensor> loops = run(program, both, LIBRARIES, "off", STYLE, "parallel");
          return Stream.of("product", "convolution")
              .map(form -> run(program, both, LIBRARIES, form, STYLE, "parallel"))
              .flatMap(found -> oracle.disagreement(loops, found).stream())
              .collect(Collectors.joining("; "));
        });
  }

  @Test
  void halves_are_near() {
    Seeds.check(
        8,
        seed -> {
          Program program = RandomProgram.of(seed, 15);
          Oracle oracle = TestModel.oracle(program, inputs(program)).rounding(Oracle.HALF);
          StandIns.Both both = StandIns.compile(TestModel.graph(program), program, Precision.FP16);
          return Stream.of("off", "product")
              .map(form -> run(program, both, LIBRARIES, form, STYLE, "parallel"))
              .flatMap(found -> oracle.complaint(found).stream())
              .collect(Collectors.joining("; "));
        });
  }

  private static Map<String, Tensor> inputs(Program program) {
    return TestModel.inputs(program, 2);
  }

  private static Map<String, Tensor> run(
      Program program, StandIns.Both both, String... properties) {
    return OnDevice.with(
        "cuda:gpu", () -> both.tornado(TestModel.weights()).predict(inputs(program)), properties);
  }
}
