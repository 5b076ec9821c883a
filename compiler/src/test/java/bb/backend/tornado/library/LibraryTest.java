package bb.backend.tornado.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    for (int batch : new int[] {1, 3}) {
      check(both, batch, 1e-5, "bb.tornado.libraries", libraries);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "fused", "measure"})
  void halves_have_products_too(String libraries) {
    StandIns.Both both = StandIns.compile(graph(), Precision.FP16);
    check(both, 2, 2e-3, "bb.tornado.libraries", libraries);
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
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), batch);
    Map<String, Tensor> exact = both.cpu(WEIGHTS).predict(inputs);
    Map<String, Tensor> found =
        OnDevice.with(DEVICE, () -> both.tornado(WEIGHTS).predict(inputs), properties);
    exact.forEach((name, tensor) -> {
      double distance = Distance.relative(tensor.data(), found.get(name).data());
      assertTrue(distance <= tolerance, () -> name + ": relative distance " + distance);
    });
  }

  private static Graph graph() {
    return TestModel.parse(TEXT, "Libraries", new Problems());
  }
}
