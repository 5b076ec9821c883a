package bb.backend.tornado.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.cpu.TestModel;
import bb.backend.tornado.OnDevice;
import bb.backend.tornado.StandIns;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Distance;
import bb.runtime.io.Synthetic;
import bb.runtime.tornado.TornadoModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Library tasks on the stand-in of a CUDA device, whose libraries are written in Java. */
class LibraryTest {
  private static final String DEVICE = "cuda:gpu";

  private static final WeightSource WEIGHTS = Synthetic.weights();

  /** Each way in which a convolution meets a library: padding, stride, views, epilogues. */
  private static final String TEXT =
      """
      network Libraries {
        input image: [3, 14, 10]
        conv(16, 5, stride: 2, padding: 2, bias: false)
        conv(16, 1, bias: false)
        bn
        relu
        add {
          | identity
          | { conv(16, 3, padding: 1); silu; conv(16, 3, padding: 1) }
        }
        relu
        concat {
          | conv(8, 1)
          | { conv(6, 3, padding: 2, dilation: 2); sigmoid; conv(8, 1, bias: false) }
          | identity
        }
        conv(8, 1, stride: 2)
        conv(8, 3, padding: 1, groups: 2)
        conv(5, 1)
        flatten
        linear(7)
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"product", "convolution", "measure"})
  void libraries_compute_what_the_cpu_engine_computes(String libraries) {
    StandIns.Both both = StandIns.compile(graph(), Precision.FP32);
    check(both, 1, 1e-5, "bb.tornado.libraries", libraries);
    check(both, 3, 1e-5, "bb.tornado.libraries", libraries, "bb.tornado.graphs", "true");
  }

  /** Nothing touches what calls libraries where there are none. */
  @Test
  void other_devices_need_no_libraries() {
    StandIns.Both both = StandIns.withoutLibraries(graph());
    check("opencl:gpu", both, 2, 1e-5);
    check("opencl:cpu", both, 2, 1e-5);
    check(DEVICE, both, 2, 1e-5, "bb.tornado.libraries", "off");
    assertThrows(NoClassDefFoundError.class, () -> check(DEVICE, both, 2, 1e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "fused", "measure"})
  void halves_have_products_too(String libraries) {
    StandIns.Both both = StandIns.compile(graph(), Precision.FP16);
    check(both, 2, 2e-3, "bb.tornado.libraries", libraries);
  }

  @Test
  void products_take_bias_and_activation_along() {
    Map<String, String> calls =
        Map.of(
            "relu", "Cutlass::cutlassGemmBiasRelu",
            "silu", "Cutlass::cutlassGemmBiasSilu",
            "sigmoid", "Cutlass::cutlassGemmBiasSigmoid",
            "tanh", "Cutlass::cutlassGemmBiasTanh",
            "hard_swish", "Cutlass::cutlassGemmBiasHardSwish",
            "gelu", "Cutlass::cutlassGemmBiasGelu",
            "gelu(approximate: tanh)", "LibraryCalls::biasedGelu",
            "identity", "LibraryCalls::biased");
    String layers =
        calls.keySet().stream()
            .sorted()
            .map(activation -> "  conv(8, 3, padding: 1)\n  " + activation + "\n")
            .collect(Collectors.joining());
    String text = "network Fused {\n  input image: [4, 5, 3]\n" + layers + "}\n";
    Graph graph = TestModel.parse(text, "Fused", new Problems());
    calls.forEach((activation, call) -> assertTrue(has(graph, call), activation));
    check(StandIns.compile(graph, Precision.FP16), 2, 2e-3, "bb.tornado.libraries", "fused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "measure"})
  void attention_is_one_call(String libraries) {
    String text =
        """
        network Heads {
          input image: [6, 16]
          multihead_attention(2)
          linear(48) -> split(3) -> attention(2, causal: true)
        }
        """;
    Graph graph = TestModel.parse(text, "Heads", new Problems());
    StandIns.Both both = StandIns.compile(graph, Precision.FP16);
    assertTrue(has(graph, "CuDnn::sdpaForward"));
    check(both, 2, 2e-3, "bb.tornado.libraries", libraries);
  }

  /** Whether the network's tasks in 16 bits have this call. */
  private static boolean has(Graph graph, String call) {
    return StandIns.sources(graph, Precision.FP16).stream()
        .anyMatch(file -> file.text().contains(call + ","));
  }

  @Test
  void what_was_measured_is_kept_beside_the_jar() throws IOException {
    Path file = folder.resolve("net.tuning.json");
    String[] properties = {"bb.tornado.tuning", file.toString()};
    StandIns.Both both = StandIns.compile(graph(), Precision.FP32);
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 1);
    TornadoModel first = both.tornado(WEIGHTS);
    OnDevice.with(DEVICE, () -> first.predict(inputs), properties);
    assertEquals(List.of(), first.notes());
    String text = Files.readString(file);
    for (String form : List.of("kernel", "product", "convolution")) {
      assertTrue(text.contains("\"" + form + "\":"), () -> form + " was not measured: " + text);
    }
    String decided = text.replaceAll("\"choice\":\"\\w+\"", "\"choice\":\"product\"");
    Files.writeString(file, decided);
    OnDevice.with(DEVICE, () -> both.tornado(WEIGHTS).predict(inputs), properties);
    assertEquals(decided, Files.readString(file));
  }

  private static void check(StandIns.Both both, int batch, double tolerance, String... properties) {
    check(DEVICE, both, batch, tolerance, properties);
  }

  private static void check(
      String device, StandIns.Both both, int batch, double tolerance, String... properties) {
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), batch);
    Map<String, Tensor> exact = both.cpu(WEIGHTS).predict(inputs);
    Map<String, Tensor> found =
        OnDevice.with(device, () -> both.tornado(WEIGHTS).predict(inputs), properties);
    exact.forEach((name, tensor) -> {
      double distance = Distance.relative(tensor.data(), found.get(name).data());
      assertTrue(distance <= tolerance, () -> name + ": relative distance " + distance);
    });
  }

  private static Graph graph() {
    return TestModel.parse(TEXT, "Libraries", new Problems());
  }
}
