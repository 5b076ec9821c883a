package bb.backend.cpu;

import bb.Compiler;
import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.PlanOptions;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JavaBuild;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Preprocess;
import bb.interpreter.Oracle;
import bb.kernel.WeightExpr;
import bb.ops.ParameterSpec;
import bb.program.Program;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.cpu.Engine;
import bb.runtime.cpu.Lanes;
import bb.source.SourceFile;
import bb.source.Span;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Models of programs that come from no source file. */
public final class TestModel {
  private TestModel() {}

  /** The network of that name in {@code text}. */
  public static Graph parse(String text, String network, Problems problems) {
    return Compiler.open(new SourceFile("tiny.bb", text), (_, _) -> Optional.empty(), problems)
        .flatMap(compiler -> compiler.graph(network))
        .orElseThrow(() -> new AssertionError(problems.sorted()));
  }

  static List<GeneratedFile> generate(Program program) {
    return generate(program, PlanOptions.DEFAULT);
  }

  static List<GeneratedFile> generate(Program program, PlanOptions options) {
    CpuPlan plan = CpuBackend.plan(program, options, new Problems()).orElseThrow();
    return CpuBackend.generate(graph(program), plan, JavaPackage.ofNetwork(program.name()), false);
  }

  static CompiledModel compile(Program program) {
    return compile(program, PlanOptions.DEFAULT);
  }

  static CompiledModel compile(Program program, PlanOptions options) {
    return JavaBuild.compile(generate(program, options), new Problems()).orElseThrow();
  }

  /** A model that divides its work however little it is. */
  static Model load(CompiledModel compiled) {
    return divided(() -> compiled.load().withWeights(new Source()));
  }

  /** The same without vectors. */
  static Model scalar(CompiledModel compiled) {
    return scalar(compiled, new Source());
  }

  /** A model without vectors that divides its work however little it is. */
  static Model scalar(CompiledModel compiled, WeightSource weights) {
    System.setProperty(Lanes.SCALAR, "true");
    try {
      return divided(() -> compiled.load().withWeights(weights));
    } finally {
      System.clearProperty(Lanes.SCALAR);
    }
  }

  /** The same with vectors of {@code bits}, one of {@link Widths#all}. */
  static Model load(CompiledModel compiled, int bits) {
    return divided(() -> Widths.load(compiled, bits, new Source()));
  }

  private static Model divided(Supplier<Model> load) {
    System.setProperty(Engine.DIVIDE, "true");
    try {
      return load.get();
    } finally {
      System.clearProperty(Engine.DIVIDE);
    }
  }

  /** Numbers between -1 and 1. */
  public static Map<String, Tensor> inputs(Program program, int batch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Program.Input input : program.inputs()) {
      List<Long> dims = input.value().type().shape().dims();
      int[] shape = new int[dims.size() + 1];
      shape[0] = batch;
      int elements = batch;
      for (int i = 0; i < dims.size(); i++) {
        shape[i + 1] = dims.get(i).intValue();
        elements *= shape[i + 1];
      }
      inputs.put(input.name(), new Tensor(shape, numbers(input.name() + batch, elements, 1)));
    }
    return inputs;
  }

  /** What a program computes of these weights. */
  public static Oracle oracle(Program program, Map<String, Tensor> inputs) {
    return Oracle.of(program, inputs, name -> tensor(program, name));
  }

  /** A tensor of these weights. */
  static double[] tensor(Program program, String name) {
    List<Integer> shape = tensors(program).get(name).dims().stream().map(Math::toIntExact).toList();
    return Oracle.doubles(new Source().read(name, shape));
  }

  /** A network around a program. */
  public static Graph graph(Program program) {
    Span span = new SourceFile("random.bb", "network Random {\n}\n").span(0, 7);
    List<Graph.Parameter> parameters = new ArrayList<>();
    tensors(program)
        .forEach((name, shape) ->
            parameters.add(
                new Graph.Parameter(
                    name, TensorType.float32(shape), ParameterSpec.Role.TRAINABLE, span)));
    return new Graph(
        program.name(),
        Optional.of("A test: it ends in */ and has \\u000a in it."),
        span,
        program.inputs().stream()
            .map(i -> new Graph.Input(i.name(), i.value(), Preprocess.NONE, span))
            .toList(),
        List.of(),
        program.outputs().stream().map(o -> new Graph.Output(o.name(), o.value())).toList(),
        parameters);
  }

  private static Map<String, bb.types.Shape> tensors(Program program) {
    Map<String, bb.types.Shape> tensors = new LinkedHashMap<>();
    program.steps().forEach(step -> step.weights().forEach(w -> collect(w, tensors)));
    return tensors;
  }

  private static void collect(WeightExpr weight, Map<String, bb.types.Shape> tensors) {
    if (weight instanceof WeightExpr.Tensor(var name, var shape)) {
      tensors.put(name, shape);
    }
    weight.parts().forEach(part -> collect(part, tensors));
  }

  private static float[] numbers(String seed, int count, double size) {
    Random random = new Random(seed.hashCode());
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) ((2 * random.nextDouble() - 1) * size);
    }
    return numbers;
  }

  /** Numbers of a size that keeps activations near 1. */
  public static WeightSource weights() {
    return new Source();
  }

  private static final class Source implements WeightSource {
    @Override
    public String description() {
      return "random weights";
    }

    @Override
    public Optional<Map<String, List<Integer>>> contents() {
      return Optional.empty();
    }

    @Override
    public float[] read(String name, List<Integer> shape) {
      int elements = shape.stream().reduce(1, Math::multiplyExact);
      int fanIn = shape.isEmpty() ? 1 : elements / shape.getFirst();
      return numbers(name, elements, 1 / Math.sqrt(fanIn));
    }
  }
}
