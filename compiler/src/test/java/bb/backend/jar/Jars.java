package bb.backend.jar;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.TestModel;
import bb.diagnostics.Problems;
import bb.graph.Architecture;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.io.Safetensors;
import bb.runtime.io.TensorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiled jars of small networks, for tests. */
final class Jars {
  private Jars() {}

  static CompiledModel compile(String source, String network, JavaPackage home, boolean embedded) {
    return JavaBuild.compile(generate(source, network, home, embedded), new Problems())
        .orElseThrow();
  }

  static List<GeneratedFile> generate(
      String source, String network, JavaPackage home, boolean embedded) {
    Problems problems = new Problems();
    Graph graph = TestModel.parse(source, network, problems);
    return Compiler.plan(Compiler.program(graph), problems)
        .map(plan -> Compiler.generate(graph, plan, home, embedded))
        .orElseThrow();
  }

  /** Weights for a network, all of which are the same number. */
  static JarWriter.Embedded weights(Path file, String source, String network, float number) {
    Graph graph = TestModel.parse(source, network, new Problems());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Graph.Parameter parameter : graph.parameters()) {
      int[] shape = parameter.type().shape().dims().stream().mapToInt(Math::toIntExact).toArray();
      float[] numbers = new float[Math.toIntExact(parameter.type().shape().elements())];
      Arrays.fill(numbers, number);
      tensors.put(parameter.name(), new Tensor(shape, numbers));
    }
    Safetensors.write(file, tensors);
    TensorFile weights = Safetensors.open(file);
    return new JarWriter.Embedded(weights, weights.names(), Architecture.of(graph));
  }

  static Path write(Path jar, CompiledModel model, Optional<JarWriter.Embedded> weights)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(jar)) {
      JarWriter.write(out, model, weights);
    }
    return jar;
  }
}
