package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.graph.Lowering;
import bb.passes.Passes;
import bb.program.Program;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three forms of a ResNeXt unit compute the same, given corresponding weights. */
final class ResNeXtFormsTest {
  private static final Path FILE = Path.of("src/test/resources/at64/resnext_forms.bb");
  private static final int CARDINALITY = 32;
  private static final int BATCH = 2;
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @ValueSource(strings = {"Paths", "Concat", "Groups"})
  void agreesWithTheGroupedConvolution(String form) {
    float[] expected = run("Grouped", Synthetic.weights());
    float[] found = run(form, new PartsOfGrouped());
    double error = 0;
    double total = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(found[i] - expected[i], 2);
      total += Math.pow(expected[i], 2);
    }
    assertEquals(0, Math.sqrt(error / total), TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Concat", "Groups"})
  void isCompiledToTheGroupedConvolution(String form) {
    assertEquals(kernels("Grouped"), kernels(form));
  }

  private static List<Object> kernels(String network) {
    Program program = Passes.run(Lowering.lower(Examples.graph(FILE, network)));
    return program.steps().stream().<Object>map(Program.Step::kernel).toList();
  }

  private static float[] run(String network, WeightSource weights) {
    Model model = Examples.model(FILE, network, weights);
    Map<String, Tensor> outputs = model.predict(Synthetic.inputs(model.info(), BATCH));
    return outputs.get("output").data();
  }

  /** The tensors of a path or group, cut from those of the grouped form by their place in them. */
  private static final class PartsOfGrouped implements WeightSource {
    /** {@code 0.path7.0.conv1.weight}, {@code 0.path7.conv3.weight}, {@code 0.conv2.7.0.weight}. */
    private static final Pattern PART =
        Pattern.compile("(\\d)\\.(?:path(\\d+)\\.(?:0\\.)?(\\w+)|(conv2)\\.(\\d+)\\.0)\\.(\\w+)");

    @Override
    public String description() {
      return "parts of the grouped form's weights";
    }

    @Override
    public Optional<Map<String, List<Integer>>> contents() {
      return Optional.empty();
    }

    @Override
    public float[] read(String name, List<Integer> shape) {
      Matcher part = PART.matcher(name);
      if (!part.matches()) {
        return Synthetic.weights().read(name, shape);
      }
      boolean path = part.group(2) != null;
      String layer = path ? part.group(3) : part.group(4);
      int index = Integer.parseInt(path ? part.group(2) : part.group(5));
      String whole = part.group(1) + "." + layer + "." + part.group(6);
      int axis = layer.equals("conv3") ? 1 : 0;
      return shape.isEmpty() ? new float[1] : cut(whole, shape, axis, index);
    }

    /** Part {@code index} of a tensor that is as many times as large along an axis. */
    private static float[] cut(String whole, List<Integer> shape, int axis, int index) {
      List<Integer> all = new ArrayList<>(shape);
      all.set(axis, CARDINALITY * shape.get(axis));
      float[] numbers = Synthetic.weights().read(whole, all);
      int row = shape.subList(axis, shape.size()).stream().reduce(1, (a, b) -> a * b);
      float[] part = new float[shape.stream().reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < part.length / row; i++) {
        System.arraycopy(numbers, (i * CARDINALITY + index) * row, part, i * row, row);
      }
      return part;
    }
  }
}
