package bb.random;

import ai.onnxruntime.OrtException;
import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.CpuBackend;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.PlanOptions;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.interpreter.Oracle;
import bb.onnx.OnnxModel;
import bb.onnx.OnnxRuntime;
import bb.onnx.SyntheticInputs;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.cpu.Engine;
import bb.runtime.cpu.Warmup;
import bb.runtime.io.Distance;
import bb.runtime.io.Synthetic;
import bb.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A random network on its way from source text to the numbers of two engines. */
record Candidate(List<Integer> choices, String source, Graph graph, List<GeneratedFile> classes) {
  /** Relative distance up to which nobody asks what the network makes of a rounding. */
  private static final double TOLERANCE = 1e-5;

  private static final int BATCH = 3;

  /** What does not hold of a network. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private Failure(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Elaborates and generates; the source is well typed, so there is nothing to complain of. */
  static Candidate of(String name, List<Integer> choices) throws Failure {
    return of(name, choices, PlanOptions.DEFAULT);
  }

  /** The same, computed as {@code options} have it. */
  static Candidate of(String name, List<Integer> choices, PlanOptions options) throws Failure {
    String source = RandomNetwork.source(name, choices);
    Graph graph = graph(name, source);
    try {
      CpuPlan plan =
          CpuBackend.plan(Compiler.program(graph), options, new Problems()).orElseThrow();
      JavaPackage home = JavaPackage.ofNetwork(name);
      return new Candidate(choices, source, graph, Compiler.generate(graph, plan, home, false));
    } catch (RuntimeException e) {
      throw new Failure(source + "\n" + e, e);
    }
  }

  /** What the front end makes of a source, of which it has nothing to complain. */
  static Graph graph(String name, String source) throws Failure {
    Problems problems = new Problems();
    try {
      Optional<Graph> graph =
          Compiler.open(new SourceFile("random.bb", source), (_, _) -> Optional.empty(), problems)
              .flatMap(compiler -> compiler.graph(name));
      if (graph.isPresent() && !problems.hasErrors()) {
        return graph.get();
      }
    } catch (RuntimeException e) {
      throw new Failure(source + "\n" + e, e);
    }
    throw new Failure(source + "\n" + TextRenderer.render(problems.sorted(), false), null);
  }

  /** The models of several networks, for which the Java compiler has to start only once. */
  static List<Model> compile(List<Candidate> candidates) {
    CompiledModel all =
        JavaBuild.compile(
                candidates.stream().flatMap(c -> c.classes().stream()).toList(), new Problems())
            .orElseThrow();
    List<Model> models = new ArrayList<>();
    System.setProperty(Warmup.COLD, "true");
    System.setProperty(Engine.DIVIDE, "true");
    try {
      for (Candidate candidate : candidates) {
        String name = candidate.classes().getFirst().className();
        models.add(new CompiledModel(name, all.classes()).load().withWeights(Synthetic.weights()));
      }
    } finally {
      System.clearProperty(Warmup.COLD);
      System.clearProperty(Engine.DIVIDE);
    }
    return models;
  }

  /** Runs the network in both engines. */
  void check(Model model) throws Failure {
    try {
      Map<String, Tensor> inputs = SyntheticInputs.of(model.info(), BATCH);
      try (OnnxRuntime runtime = OnnxRuntime.load(exported())) {
        Map<String, Tensor> expected = runtime.run(inputs);
        compare(inputs, expected, model.predict(inputs, 1), "one thread");
        compare(inputs, expected, model.predict(inputs, 2), "two threads");
      }
    } catch (OrtException | IOException | RuntimeException e) {
      throw new Failure(source + "\n" + e, e);
    }
  }

  private byte[] exported() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OnnxModel.of(Lowering.lower(graph), graph.buffers(), new Problems())
        .orElseThrow()
        .write(Synthetic.weights(), file);
    return file.toByteArray();
  }

  private void compare(
      Map<String, Tensor> inputs,
      Map<String, Tensor> expected,
      Map<String, Tensor> found,
      String how)
      throws Failure {
    if (!List.copyOf(expected.keySet()).equals(List.copyOf(found.keySet()))) {
      throw new Failure(source + "\nthe outputs are " + found.keySet(), null);
    }
    Optional<String> complaint = disagreement(inputs, expected, found);
    if (complaint.isPresent()) {
      throw new Failure("%s%n%s: %s".formatted(source, how, complaint.get()), null);
    }
  }

  /** What two engines do not agree on, beyond what the network makes of a rounding. */
  Optional<String> disagreement(
      Map<String, Tensor> inputs, Map<String, Tensor> expected, Map<String, Tensor> found) {
    boolean near =
        expected.keySet().stream()
            .allMatch(name ->
                Distance.relative(expected.get(name).data(), found.get(name).data()) <= TOLERANCE);
    return near ? Optional.empty() : oracle(inputs).disagreement(expected, found);
  }

  private Oracle oracle(Map<String, Tensor> inputs) {
    Map<String, List<Integer>> shapes =
        graph.parameters().stream()
            .collect(
                Collectors.toMap(
                    Graph.Parameter::name,
                    p -> p.type().shape().dims().stream().map(Math::toIntExact).toList()));
    return Oracle.of(
        Lowering.lower(graph),
        inputs,
        name -> Oracle.doubles(Synthetic.weights().read(name, shapes.get(name))));
  }
}
