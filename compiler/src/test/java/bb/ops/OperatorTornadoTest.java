package bb.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.tornado.StandIns;
import bb.onnx.OnnxRuntime;
import bb.runtime.tornado.TornadoModel;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer, compiled for TornadoVM and run by the stand-ins, says what PyTorch says. */
class OperatorTornadoTest {
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> agreesWithPyTorch() throws IOException, JsonParserException {
    return OperatorGoldenTest.goldens().stream()
        .map(golden ->
            DynamicTest.dynamicTest(
                golden.getString("op")
                    + " "
                    + golden.getObject("args").keySet()
                    + " on "
                    + golden.getArray("inputs"),
                () -> check(golden)));
  }

  private static void check(JsonObject golden) {
    GoldenNetwork network = GoldenNetwork.of(golden);
    TornadoModel model = StandIns.load(network.graph(), network.weights());
    float[] found = model.predict(network.inputs()).get("y0").data();
    double distance = OnnxRuntime.distance(network.expected(), found);
    assertTrue(distance <= TOLERANCE, () -> golden + ": relative distance " + distance);
  }
}
