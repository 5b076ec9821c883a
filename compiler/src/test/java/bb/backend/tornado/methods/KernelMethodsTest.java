package bb.backend.tornado.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.plan.Task;
import bb.backend.tornado.plan.TornadoPlan;
import bb.backend.tornado.tiles.TiledKernel;
import bb.backend.tornado.tiles.Tiles;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.source.SourceFile;
import com.palantir.javapoet.CodeBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels that share a method compute what each of them would by itself. */
final class KernelMethodsTest {
  private static final Path ZOO = Path.of("../examples/zoo");
  private static final Pattern SIZE = Pattern.compile("\\bsize(\\d+)\\b");

  @ParameterizedTest
  @CsvSource({
    "densenet.bb, DenseNet121, 45",
    "mobilenet_v3.bb, MobileNetV3Small, 110",
    "vit.bb, ViTB16, 50",
    "unet.bb, UNet128, 80"
  })
  void a_call_has_its_own_kernels_text(String file, String network, int most) {
    List<DeviceKernel> kernels = kernels(file, network);
    KernelMethods all = KernelMethods.of(kernels, List.of());
    Map<String, SharedMethod> methods =
        Stream.of(all.loops(), all.groups())
            .flatMap(List::stream)
            .collect(Collectors.toMap(SharedMethod::name, Function.identity()));
    for (DeviceKernel kernel : kernels) {
      check(kernel, kernel.parallel(), all.loops(kernel), methods);
      List<TiledKernel> own = Tiles.of(kernel);
      List<KernelMethods.Tiled> called = all.groups(kernel);
      assertEquals(own, called.stream().map(KernelMethods.Tiled::kernel).toList());
      called.forEach(tiled -> check(kernel, tiled.kernel().body(), tiled.call(), methods));
    }
    assertTrue(methods.size() <= most, methods.size() + " methods");
  }

  private static void check(
      DeviceKernel kernel, CodeBlock body, Call call, Map<String, SharedMethod> methods) {
    SharedMethod method = methods.get(call.method());
    assertEquals(kernel.params(), method.params());
    assertEquals(body.toString(), with(call.sizes(), method.body()));
    assertTrue(kernel.params().size() + 2 + call.sizes().size() <= 16, call::toString);
  }

  private static String with(List<Integer> sizes, String body) {
    return SIZE.matcher(body)
        .replaceAll(size -> sizes.get(Integer.parseInt(size.group(1))).toString());
  }

  private static List<DeviceKernel> kernels(String file, String network) {
    Graph graph =
        Compiler.open(read(ZOO.resolve(file)), KernelMethodsTest::imported, new Problems())
            .flatMap(compiler -> compiler.graph(network))
            .orElseThrow();
    return TornadoPlan.of(Compiler.program(graph)).tasks().stream()
        .map(Task::kernel)
        .distinct()
        .toList();
  }

  private static Optional<SourceFile> imported(SourceFile importer, String path) {
    return Optional.of(read(Path.of(importer.path()).resolveSibling(path)));
  }

  private static SourceFile read(Path file) {
    try {
      return new SourceFile(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
