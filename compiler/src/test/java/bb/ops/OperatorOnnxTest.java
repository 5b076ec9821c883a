package bb.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import bb.diagnostics.Problems;
import bb.graph.Lowering;
import bb.onnx.OnnxModel;
import bb.onnx.OnnxRuntime;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer, exported and run by ONNX Runtime, says what PyTorch says. */
class OperatorOnnxTest {
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> agreesWithPyTorch() throws IOException, JsonParserException {
    return OperatorGoldenTest.goldens().stream()
        .map(golden ->
            DynamicTest.dynamicTest(OperatorGoldenTest.title(golden), () -> check(golden)));
  }

  private static void check(JsonObject golden) throws IOException, OrtException {
    GoldenNetwork network = GoldenNetwork.of(golden);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OnnxModel.of(Lowering.lower(network.graph()), network.graph().buffers(), new Problems())
        .orElseThrow()
        .write(network.weights(), file);
    try (OnnxRuntime runtime = OnnxRuntime.load(file.toByteArray())) {
      double distance = network.distance(runtime.run(network.inputs()));
      assertTrue(distance <= TOLERANCE, () -> golden + ": relative distance " + distance);
    }
  }
}
