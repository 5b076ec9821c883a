package bb.backend.tornado.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  /** What changes nothing. */
  private static final Pattern NEUTRAL =
      Pattern.compile(" \\+ (\\w+ / \\w+ \\* )?0\\b(?!\\.)| \\* 1\\b(?!\\.)");

  /** All branches of what chooses what is done to a sum. */
  private static final Pattern CHOICE =
      Pattern.compile(
          "^( *)if \\(epilogue == 0\\) \\{$.*?^\\1\\}\\n", Pattern.MULTILINE | Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "resnet.bb, ResNet50, 27",
    "densenet.bb, DenseNet121, 30",
    "mobilenet_v3.bb, MobileNetV3Small, 40",
    "vit.bb, ViTB16, 40",
    "unet.bb, UNet128, 20"
  })
  void a_call_has_its_own_kernels_text(String file, String network, int most) {
    List<DeviceKernel> kernels = kernels(read(ZOO.resolve(file)), network);
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
    for (SharedMethod method : all.groups()) {
      assertFalse(NEUTRAL.matcher(method.body()).find(), method::body);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'conv(64, 3, padding: 1); conv(64, 3, padding: 1, stride: 2)', * size",
    "'conv(64, 3, padding: 1); relu; conv(64, 3, padding: 1)', % 784 / 28 - 1",
    "'conv(64, 1); conv(64, 1, stride: 2)', row0 * size1 + row0 / size2 * size3",
    "'conv(64, 1, stride: 2); conv(64, 1, stride: 2)', row0 * 128 + row0 / size",
    "'conv(64, 1); global_avg_pool; conv(64, 1)', 'n * size0 - 1)'",
    "'global_avg_pool; conv(64, 1)', 'n - 1)'"
  })
  void what_is_neutral_is_written_where_it_is_needed(String layers, String needed) {
    String text = "network N {\n  input x: [64, 28, 28]\n  %s\n}\n".formatted(layers);
    List<SharedMethod> groups =
        KernelMethods.of(kernels(new SourceFile("n.bb", text), "N"), List.of()).groups();
    assertEquals(
        List.of(), groups.stream().map(SharedMethod::name).filter(x -> x.contains("_")).toList());
    assertTrue(
        groups.stream().anyMatch(m -> m.body().contains(needed)),
        () -> groups.stream().map(SharedMethod::body).collect(Collectors.joining()));
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
    assertEquals(
        NEUTRAL.matcher(body).replaceAll(""),
        NEUTRAL.matcher(with(call.sizes(), method.body())).replaceAll(""));
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

  private static List<DeviceKernel> kernels(SourceFile file, String network) {
    Graph graph =
        Compiler.open(file, KernelMethodsTest::imported, new Problems())
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
