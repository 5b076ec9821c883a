package bb.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.tornado.StandIns;
import bb.runtime.Tensor;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer, compiled for TornadoVM and run by the stand-ins, says what PyTorch says. */
class OperatorTornadoTest {
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> agreesWithPyTorch() throws IOException, JsonParserException {
    List<JsonObject> goldens = OperatorGoldenTest.goldens();
    List<GoldenNetwork> networks =
        IntStream.range(0, goldens.size())
            .mapToObj(i -> GoldenNetwork.of("Layer" + i, goldens.get(i)))
            .toList();
    List<StandIns.Both> models =
        StandIns.compile(networks.stream().map(GoldenNetwork::graph).toList());
    return IntStream.range(0, goldens.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                OperatorGoldenTest.title(goldens.get(i)),
                () -> check(goldens.get(i), networks.get(i), models.get(i))));
  }

  private static void check(JsonObject golden, GoldenNetwork network, StandIns.Both model) {
    Map<String, Tensor> outputs = model.tornado(network.weights()).predict(network.inputs());
    double distance = network.distance(outputs);
    assertTrue(distance <= TOLERANCE, () -> golden + ": relative distance " + distance);
  }
}
