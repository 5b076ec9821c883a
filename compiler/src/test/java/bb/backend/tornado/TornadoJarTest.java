package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.TestModel;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JarWriter;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Architecture;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.io.Safetensors;
import bb.runtime.io.TensorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar for TornadoVM, whose classes lie in a package of their own, on the stand-ins. */
class TornadoJarTest {
  private static final String SOURCE =
      """
      network Tiny {
        input x: [3]
        fc: linear(2, bias: false)
        relu
      }
      """;

  @TempDir Path folder;

  @Test
  void answers_as_the_cpu_engine_in_the_same_jar_does() throws Exception {
    URL[] jar = {jar().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, StandIns.class.getClassLoader())) {
      float[] input = {1, 2, 3};
      Class<?> cpu = loader.loadClass("com.acme.vision.Tiny");
      Object weights = cpu.getMethod("weights").invoke(null);
      Class<?> source = loader.loadClass("com.acme.vision.runtime.WeightSource");
      float[] expected = predict(cpu.getMethod("load").invoke(null), input);
      Class<?> device = loader.loadClass("com.acme.vision.TinyTornado");
      Object network = device.getMethod("load", source).invoke(null, weights);
      assertEquals("com.acme.vision.runtime.tornado.TornadoModel", network.getClass().getName());
      assertArrayEquals(expected, predict(network, input));
      assertArrayEquals(new float[] {14, 0}, expected);
    }
  }

  private static float[] predict(Object model, float[] input) throws Exception {
    return (float[]) model.getClass().getMethod("predict", float[].class).invoke(model, input);
  }

  private Path jar() throws IOException {
    JavaPackage home = new JavaPackage("com.acme.vision");
    Problems problems = new Problems();
    Graph graph = TestModel.parse(SOURCE, "Tiny", problems);
    List<GeneratedFile> files =
        new ArrayList<>(
            Compiler.generate(
                graph, Compiler.plan(Compiler.program(graph), problems).orElseThrow(), home, true));
    files.addAll(
        Compiler.generateTornado(graph, Compiler.program(graph), Precision.FP32, home, problems)
            .orElseThrow());
    CompiledModel model = StandIns.compile(files, "com.acme.vision.TinyTornado");
    Path weights = folder.resolve("w.safetensors");
    float[] numbers = {1, 2, 3, -1, -2, -3};
    Safetensors.write(weights, Map.of("fc.weight", new Tensor(new int[] {2, 3}, numbers)));
    TensorFile file = Safetensors.open(weights);
    Path jar = folder.resolve("tiny.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      JarWriter.write(
          out,
          model,
          Optional.of(new JarWriter.Embedded(file, file.names(), Architecture.of(graph))));
    }
    return jar;
  }
}
