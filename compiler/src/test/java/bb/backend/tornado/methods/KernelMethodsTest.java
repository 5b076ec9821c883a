package bb.backend.tornado.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.methods.SharedMethods.Call;
import bb.backend.tornado.plan.Task;
import bb.backend.tornado.plan.TornadoPlan;
import bb.backend.tornado.tiles.TiledKernel;
import bb.backend.tornado.tiles.Tiles;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels that share a method compute what each of them would by itself. */
final class KernelMethodsTest {
  private static final Path ZOO = Path.of("../examples/zoo");
  private static final Pattern SIZE = Pattern.compile("\\bsize(\\d+)\\b");

  /** All branches of what chooses what is done to a sum. */
  private static final Pattern CHOICE =
      Pattern.compile(
          "^( *)if \\(epilogue == 0\\) \\{$.*?^\\1\\}\\n", Pattern.MULTILINE | Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "densenet.bb, DenseNet121, 30",
    "mobilenet_v3.bb, MobileNetV3Small, 45",
    "vit.bb, ViTB16, 40",
    "unet.bb, UNet128, 20"
  })
  void a_call_has_its_own_kernels_text(String file, String network, int most) {
    List<DeviceKernel> kernels = kernels(file, network);
    KernelMethods all = KernelMethods.of(kernels, List.of());
    Map<String, SharedMethod> methods =
        Stream.of(all.loops(), all.groups())
            .flatMap(List::stream)
            .collect(Collectors.toMap(SharedMethod::name, Function.identity()));
    for (DeviceKernel kernel : kernels) {
      check(kernel, kernel.parallel().toString(), all.loops(kernel), methods);
      List<TiledKernel> own = Tiles.of(kernel);
      List<KernelMethods.Tiled> called = all.groups(kernel);
      assertEquals(own, called.stream().map(KernelMethods.Tiled::kernel).toList());
      called.forEach(
          tiled -> check(kernel, KernelText.of(tiled.kernel()).whole(), tiled.call(), methods));
    }
    assertTrue(methods.size() <= most, methods.size() + " methods");
  }

  private static void check(
      DeviceKernel kernel, String body, Call call, Map<String, SharedMethod> methods) {
    SharedMethod method = methods.get(call.method());
    assertEquals(method.params().size(), call.params().size());
    assertEquals(method.sizeNames().size(), call.sizes().size());
    for (int i = 0; i < call.params().size(); i++) {
      boolean has = kernel.params().contains(method.params().get(i));
      Param given = has ? method.params().get(i) : kernel.params().getFirst();
      assertEquals(given, call.params().get(i));
    }
    assertEquals(body, with(call.sizes(), method.body()));
    assertTrue(call.params().size() + 2 + call.sizes().size() <= 16, call::toString);
  }

  /** What is left of a body if its sizes are these. */
  private static String with(List<Integer> sizes, String body) {
    Matcher choice = CHOICE.matcher(body);
    String chosen =
        choice.find()
            ? body.substring(0, choice.start())
                + chosen(choice.group(1), sizes.getLast(), choice.group())
                + body.substring(choice.end())
            : body;
    return SIZE.matcher(chosen)
        .replaceAll(size -> sizes.get(Integer.parseInt(size.group(1))).toString());
  }

  /** One of the branches, with the margin of the choice. */
  private static String chosen(String margin, int number, String choice) {
    String branches = choice.substring(choice.indexOf('\n') + 1);
    return branches.split("(?m)^" + margin + "\\}.*\n")[number].replaceAll("(?m)^  ", "");
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
