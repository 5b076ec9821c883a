package bb.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.tornado.StandIns;
import bb.runtime.Model;
import bb.runtime.cpu.Lanes;
import bb.runtime.cpu.Warmup;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every layer says what PyTorch says, compiled for the CPU, with vectors and without, and for
 * TornadoVM, run by the stand-ins.
 */
class OperatorEnginesTest {
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
    Supplier<Model> cpu = () -> model.cpu(network.weights());
    near(golden, network, "vectors", with(Warmup.COLD, cpu));
    near(golden, network, "no vectors", with(Lanes.SCALAR, cpu));
    near(golden, network, "TornadoVM", model.tornado(network.weights()));
  }

  private static Model with(String property, Supplier<Model> load) {
    System.setProperty(property, "true");
    try {
      return load.get();
    } finally {
      System.clearProperty(property);
    }
  }

  private static void near(JsonObject golden, GoldenNetwork network, String engine, Model model) {
    double distance = network.distance(model.predict(network.inputs()));
    assertTrue(
        distance <= TOLERANCE, () -> engine + ": " + golden + ": relative distance " + distance);
  }
}
