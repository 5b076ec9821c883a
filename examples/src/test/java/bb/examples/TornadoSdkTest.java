package bb.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JarWriter;
import bb.backend.jar.JavaBuild;
import bb.backend.jar.TornadoSdk;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.io.Distance;
import bb.runtime.io.Synthetic;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks compute on a real TornadoVM, whatever its device, what the CPU engine computes. Needs an
 * SDK: in the folder that TORNADOVM_HOME names, or where SDKMAN puts it.
 */
@Execution(ExecutionMode.SAME_THREAD) // a device has one memory
final class TornadoSdkTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ResNet18, resnet",
    "VGG11, vgg",
    "GoogLeNet, googlenet",
    "DenseNet121, densenet",
    "MobileNetV2, mobilenet_v2",
    "MobileNetV3Small, mobilenet_v3",
    "ShuffleNetV2_x1_0, shufflenet_v2",
    "EfficientNetB0, efficientnet",
    "UNet128, unet",
    "ViTB16, vit",
    "TransformerBase, transformer",
    "DDPM, ddpm",
    "Mamba130MAt64, mamba"
  })
  void agreesWithTheCpuEngine(String network, String file, @TempDir Path folder)
      throws IOException, InterruptedException, JsonParserException {
    check(network, file, "parallel", folder);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ResNet18, resnet",
    "MobileNetV3Small, mobilenet_v3",
    "TransformerBase, transformer",
    "ViTB16, vit",
    "GPT2At64, gpt2"
  })
  void workGroupsAgreeWithTheCpuEngine(String network, String file, @TempDir Path folder)
      throws IOException, InterruptedException, JsonParserException {
    check(network, file, "tiled", folder);
  }

  private static void check(String network, String file, String style, Path folder)
      throws IOException, InterruptedException, JsonParserException {
    TornadoSdk sdk = sdk();
    Graph graph = Examples.graph(Path.of("zoo").resolve(file + ".bb"), network);
    CompiledModel compiled = compile(graph, sdk);
    Path jar = folder.resolve("net.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      JarWriter.write(out, compiled, Optional.empty());
    }
    JsonObject found = run(sdk, jar, network, style, folder);
    Model cpu = compiled.load().withWeights(SecondEngineTest.weights(network));
    Map<String, Tensor> expected = cpu.predict(Synthetic.inputs(cpu.info(), 1));
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, tensor) -> {
      JsonObject output = found.getObject(name);
      assertArrayEquals(
          tensor.shape(),
          output.getArray("shape").stream().mapToInt(n -> ((Number) n).intValue()).toArray());
      double distance = Distance.relative(tensor.data(), numbers(output));
      assertTrue(distance <= TOLERANCE, () -> name + ": relative distance " + distance);
    });
  }

  private static TornadoSdk sdk() {
    List<TornadoSdk.Look> looks =
        Stream.of(
                new TornadoSdk.Place(
                    "TORNADOVM_HOME",
                    Optional.ofNullable(System.getenv("TORNADOVM_HOME")).map(Path::of),
                    "not set"),
                new TornadoSdk.Place(
                    "SDKMAN",
                    Optional.of(
                        Path.of(
                            System.getProperty("user.home"),
                            ".sdkman",
                            "candidates",
                            "tornadovm",
                            "current")),
                    ""))
            .map(TornadoSdk::look)
            .toList();
    Optional<TornadoSdk> sdk = looks.stream().flatMap(look -> look.sdk().stream()).findFirst();
    assumeTrue(
        sdk.isPresent(),
        () ->
            "no TornadoVM SDK: "
                + looks.stream().map(look -> look.place().name() + ": " + look.lack()).toList());
    return sdk.orElseThrow();
  }

  private static CompiledModel compile(Graph graph, TornadoSdk sdk) {
    Problems problems = new Problems();
    JavaPackage home = JavaPackage.of(graph);
    List<GeneratedFile> files =
        new ArrayList<>(
            Compiler.generate(
                graph,
                Compiler.plan(Compiler.program(graph), problems).orElseThrow(),
                home,
                false));
    List<GeneratedFile> device =
        Compiler.generateTornado(graph, Compiler.program(graph), Precision.FP32, home, problems)
            .orElseThrow();
    files.addAll(device);
    return JavaBuild.compile(files, device.getFirst().className(), sdk, problems).orElseThrow();
  }

  /** The outputs of the jar, run as its user would. */
  private static JsonObject run(TornadoSdk sdk, Path jar, String network, String style, Path folder)
      throws IOException, InterruptedException, JsonParserException {
    Path answer = folder.resolve("answer.json");
    Path log = folder.resolve("log.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + sdk.home().resolve("tornado-argfile"),
                "-Dbb.tornado.style=" + style,
                "-jar",
                jar.toString(),
                "--engine",
                "tornado",
                "--weights",
                "synthetic:" + SecondEngineTest.gain(network),
                "--input",
                "synthetic",
                "--format",
                "json")
            .directory(folder.toFile())
            .redirectOutput(answer.toFile())
            .redirectError(log.toFile());
    // PoCL takes Java's handler of memory faults away, by which Java finds null; this keeps it
    Path chaining = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
    if (Files.exists(chaining)) {
      builder.environment().put("LD_PRELOAD", chaining.toString());
    }
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(1, TimeUnit.HOURS), () -> "still running: " + text(log));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> text(log));
    assertTrue(text(log).contains("engine: TornadoVM"), () -> text(log));
    return JsonParser.object().from(text(answer)).getObject("outputs");
  }

  private static float[] numbers(JsonObject output) {
    List<Object> data = output.getArray("data");
    float[] numbers = new float[data.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ((Number) data.get(i)).floatValue();
    }
    return numbers;
  }

  private static String text(Path file) {
    return String.join("\n", Examples.lines(file));
  }
}
