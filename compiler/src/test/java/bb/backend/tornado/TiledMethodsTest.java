package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.cpu.TestModel;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels that share a method compute what each of them would by itself. */
final class TiledMethodsTest {
  private static final Pattern SIZE = Pattern.compile("\\bsize(\\d+)\\b");

  @ParameterizedTest
  @CsvSource({
    "densenet.bb, DenseNet121, 30",
    "mobilenet_v3.bb, MobileNetV3Small, 60",
    "vit.bb, ViTB16, 40",
    "unet.bb, UNet128, 60"
  })
  void a_call_has_its_own_kernels_text(String file, String network, int most) throws IOException {
    List<DeviceKernel> kernels = kernels(file, network);
    TiledMethods tiled = TiledMethods.of(kernels);
    Map<String, SharedMethod> methods =
        tiled.methods().stream().collect(Collectors.toMap(SharedMethod::name, Function.identity()));
    int calls = 0;
    for (DeviceKernel kernel : kernels) {
      List<TiledKernel> own = kernel.tiled();
      List<TiledMethods.Call> called = tiled.calls(kernel);
      assertEquals(own.size(), called.size());
      for (int i = 0; i < own.size(); i++) {
        TiledMethods.Call call = called.get(i);
        SharedMethod method = methods.get(call.method());
        assertEquals(kernel.params(), method.params());
        assertEquals(own.get(i).body().toString(), with(call.sizes(), method.body()));
        assertTrue(kernel.params().size() + 2 + call.sizes().size() <= 16, call::toString);
        calls++;
      }
    }
    assertTrue(methods.size() <= most, methods.size() + " methods for " + calls);
  }

  private static String with(List<Integer> sizes, String body) {
    return SIZE.matcher(body)
        .replaceAll(size -> sizes.get(Integer.parseInt(size.group(1))).toString());
  }

  private static List<DeviceKernel> kernels(String file, String network) throws IOException {
    String text = Files.readString(Path.of("../examples/zoo", file));
    Graph graph = TestModel.parse(text, network, new Problems());
    return TornadoBackend.plan(Compiler.program(graph)).tasks().stream()
        .map(Task::kernel)
        .distinct()
        .toList();
  }
}
