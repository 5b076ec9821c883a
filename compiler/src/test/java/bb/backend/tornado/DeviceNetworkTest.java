package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.backend.cpu.RandomProgram;
import bb.backend.cpu.TestModel;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.program.Program;
import bb.program.ProgramVerifier;
import bb.random.Seeds;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import bb.runtime.tornado.TornadoModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tasks on the stand-in of a device against the interpreter, which computes in double precision.
 */
class DeviceNetworkTest {
  private static final WeightSource WEIGHTS = Synthetic.weights();

  @Test
  void tasks_compute_what_the_interpreter_computes() {
    Seeds.check(12, DeviceNetworkTest::complaint);
  }

  @Test
  void so_do_work_groups() {
    Seeds.check(3, seed -> OnDevice.with("cuda:gpu", () -> complaint(seed)));
  }

  /** One averages a channel that was normalised: what is left is rounding. */
  @Test
  void ill_conditioned_ones_too() {
    assertEquals("", complaint(-3));
  }

  /** What no input is needed for is computed before there is one, and may lie where it will. */
  @Test
  void inputs_outlive_what_is_prepared() {
    String text =
        """
        network Biased {
          input x: [5, 8]
          const distance: int32 [5, 5] = (i, j) -> abs(i - j)
          param weight: [6, 2]
          gather(weight, distance) -> permute([2, 0, 1]) as bias
          attention(x, x, x, heads: 2, bias: bias)
        }
        """;
    assertEquals("", complaint(Compiler.program(TestModel.parse(text, "Biased", new Problems()))));
  }

  /** Emitted classes name those of the runtime and of TornadoVM beside their own. */
  @Test
  void a_network_may_be_called_what_it_uses() {
    List<String> names = List.of("Stages", "Target", "Choices", "Candidates", "FloatArray");
    List<Graph> graphs = names.stream().map(DeviceNetworkTest::called).toList();
    for (StandIns.Both both : StandIns.compile(graphs)) {
      Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 1);
      assertArrayEquals(
          both.cpu(WEIGHTS).predict(inputs).get("output").data(),
          both.tornado(WEIGHTS).predict(inputs).get("output").data(),
          1e-5f);
    }
  }

  private static Graph called(String name) {
    String text = "network %s { input x: [3, 8, 8]; conv(32, 3); gelu }".formatted(name);
    return TestModel.parse(text, name, new Problems());
  }

  private static String complaint(long seed) {
    return complaint(RandomProgram.of(seed, 30));
  }

  private static String complaint(Program program) {
    assertEquals(List.of(), ProgramVerifier.verify(program));
    TornadoModel model =
        StandIns.compile(TestModel.graph(program), program, Precision.FP32)
            .tornado(TestModel.weights());
    return IntStream.of(3, 1, 3)
        .mapToObj(batch -> TestModel.inputs(program, batch))
        .map(inputs -> TestModel.oracle(program, inputs).complaint(model.predict(inputs)))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }
}
