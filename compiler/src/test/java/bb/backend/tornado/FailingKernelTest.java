package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.Compiler;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.ErrorCode;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import bb.runtime.tornado.TornadoModel;
import bb.source.SourceFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TornadoVM does not say which kernel it could not compile; a model does. */
final class FailingKernelTest {
  private static final WeightSource WEIGHTS = Synthetic.weights();

  private static final String SOURCE =
      """
      network Tiny {
        input image: [3, 8, 8]
        conv(4, 3)
        relu
        conv(4, 1)
        flatten
        linear(2)
      }
      """;

  /** The first task only reorders the input. */
  @ParameterizedTest
  @CsvSource({
    "opencl:gpu, s0.t2, '0, 1 (tiny.bb:3)'",
    "opencl:gpu, s0.t3, '2 (tiny.bb:5)'",
    "opencl:cpu, s0.t4, '4 (tiny.bb:7)'"
  })
  void namesTheLayer(String device, String task, String layer) {
    StandIns.Both both = StandIns.compile(graph(), Precision.FP32);
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 3);
    UserError error =
        OnDevice.with(
            device,
            () -> {
              TornadoModel model = both.tornado(WEIGHTS);
              return assertThrows(UserError.class, () -> model.predict(inputs));
            },
            "standin.refused",
            task);
    assertEquals(ErrorCode.BB0636, error.code());
    assertEquals(
        "TornadoVM could not compile layer `%s` for stand-in %s (OpenCL)"
            .formatted(layer, device.endsWith("gpu") ? "GPU" : "CPU"),
        error.getMessage());
    assertEquals(
        "TornadoVM said: TornadoBailoutRuntimeException: Code generator Failed",
        error.notes().getFirst());
  }

  private static Graph graph() {
    return Compiler.open(
            new SourceFile("tiny.bb", SOURCE), (_, _) -> Optional.empty(), new Problems())
        .flatMap(compiler -> compiler.graph("Tiny"))
        .orElseThrow();
  }
}
