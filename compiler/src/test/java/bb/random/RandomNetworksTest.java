package bb.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.onnx.OnnxModel;
import bb.onnx.OnnxRuntime;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.io.Synthetic;
import bb.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random networks, from source text to numbers: what the engine computes, with one thread and with
 * two, is what ONNX Runtime computes. Each try is a batch of networks, because javac starts slowly;
 * in a failing one, the networks shrink to their fewest choices.
 */
class RandomNetworksTest {
  private static final int MIN_BATCH = 20;
  private static final double TOLERANCE = 1e-3;

  @Provide
  Arbitrary<List<List<Integer>>> batches() {
    Arbitrary<List<Integer>> choices =
        Arbitraries.integers().between(0, 9999).list().ofMinSize(5).ofMaxSize(120);
    return choices.list().ofMinSize(MIN_BATCH).ofMaxSize(MIN_BATCH + 5);
  }

  @Property(tries = 25)
  void agreeWithOnnxRuntime(@ForAll("batches") List<List<Integer>> batch)
      throws IOException, OrtException {
    List<String> sources = new ArrayList<>();
    List<Graph> graphs = new ArrayList<>();
    List<List<GeneratedFile>> classes = new ArrayList<>();
    for (List<Integer> choices : batch) {
      String source = RandomNetwork.source("Random" + sources.size(), choices);
      Graph graph = graph(source, "Random" + sources.size());
      Problems problems = new Problems();
      sources.add(source);
      graphs.add(graph);
      classes.add(Compiler.generate(graph, Compiler.plan(graph, problems).orElseThrow(), false));
    }
    CompiledModel all =
        JavaBuild.compile(classes.stream().flatMap(List::stream).toList(), new Problems())
            .orElseThrow();
    for (int i = 0; i < graphs.size(); i++) {
      CompiledModel model = new CompiledModel(classes.get(i).getFirst().className(), all.classes());
      compare(sources.get(i), graphs.get(i), model.load().withWeights(Synthetic.weights()));
    }
  }

  private static Graph graph(String source, String network) {
    Problems problems = new Problems();
    Optional<Graph> graph =
        Compiler.open(new SourceFile("random.bb", source), (_, _) -> Optional.empty(), problems)
            .flatMap(compiler -> compiler.graph(network));
    return graph.orElseThrow(
        () -> new AssertionError(source + "\n" + TextRenderer.render(problems.sorted(), false)));
  }

  private static void compare(String source, Graph graph, Model model)
      throws IOException, OrtException {
    Map<String, Tensor> inputs = Synthetic.inputs(model.info(), 3);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OnnxModel.of(Lowering.lower(graph), new Problems())
        .orElseThrow()
        .write(Synthetic.weights(), file);
    try (OnnxRuntime runtime = OnnxRuntime.load(file.toByteArray())) {
      Map<String, Tensor> expected = runtime.run(inputs);
      for (int threads = 1; threads <= 2; threads++) {
        Map<String, Tensor> found = model.predict(inputs, threads);
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()));
        expected.forEach((name, tensor) -> {
          double distance = OnnxRuntime.distance(tensor.data(), found.get(name).data());
          assertTrue(
              distance <= TOLERANCE,
              () -> source + "\n" + name + ": relative distance " + distance);
        });
      }
    }
  }
}
