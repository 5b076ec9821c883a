package bb.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.field.Along.Window;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.graph.RandomGraph;
import bb.graph.TestGraph;
import bb.interpreter.Interpreter;
import bb.source.SourceFile;
import bb.types.Shape;
import bb.types.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** Receptive fields against what moves when an element of an input moves. */
class FieldsTest {
  /** Elements of an input that are moved, each by itself. */
  private static final int MOVED = 16;

  private int windows;

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers().between(0, 9999).list().ofMinSize(4).ofMaxSize(50);
  }

  @Property(tries = 150, seed = "1")
  void nothingElseIsRead(@ForAll("choices") List<Integer> choices) {
    Graph graph = RandomGraph.of(choices);
    Fields fields = Fields.of(graph);
    for (int i = 0; i < graph.inputs().size(); i++) {
      int elements = (int) graph.inputs().get(i).value().type().shape().elements();
      int[] moved = new Random(elements).ints(MOVED, 0, elements).distinct().toArray();
      Map<String, double[]> answers = answers(graph, i, moved, TestGraph.tensors(graph));
      for (Graph.Output output : graph.outputs()) {
        double[] all = answers.get(output.name());
        int size = (int) output.value().type().shape().elements();
        for (int m = 0; m < moved.length; m++) {
          for (int o = 0; o < size; o++) {
            if (Double.compare(all[o], all[(m + 1) * size + o]) != 0) {
              read(fields, output.value(), o, graph.inputs().get(i).value(), moved[m]);
            }
          }
        }
      }
    }
  }

  private void read(Fields fields, Value output, long element, Value input, long moved) {
    List<Along> field = fields.of(output);
    for (int i = 0; i < field.size(); i++) {
      Fields.Axis axis = fields.axes().get(i);
      if (axis.input().equals(input)) {
        long at = coordinate(input.type().shape(), axis.axis(), moved);
        assertTrue(
            holds(field.get(i), element, at),
            () -> "%d of axis %s is read by %d: %s".formatted(at, axis, element, field));
      }
    }
  }

  private static boolean holds(Along along, long element, long at) {
    return switch (along) {
      case Along.Nothing _ -> false;
      case Along.Everything _ -> true;
      case Window w -> {
        Ratio moved = w.stride().times(element / w.weight() % w.count());
        yield w.first().plus(moved).compareTo(Ratio.of(at)) <= 0
            && w.last().plus(moved).compareTo(Ratio.of(at)) >= 0;
      }
    };
  }

  private static long coordinate(Shape shape, int axis, long element) {
    long below = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      below *= shape.dim(i);
    }
    return element / below % shape.dim(axis);
  }

  /** The answers as the inputs are, and then with each of the elements moved. */
  private static Map<String, double[]> answers(
      Graph graph, int input, int[] moved, Function<String, double[]> tensors) {
    Map<String, double[]> inputs = new HashMap<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      int size = (int) graph.inputs().get(i).value().type().shape().elements();
      double[] one = TestGraph.fill(size, 100 + i);
      double[] all = new double[size * (moved.length + 1)];
      for (int m = 0; m <= moved.length; m++) {
        System.arraycopy(one, 0, all, m * size, size);
        if (i == input && m > 0) {
          all[m * size + moved[m - 1]] += 3;
        }
      }
      inputs.put(graph.inputs().get(i).name(), all);
    }
    return Interpreter.run(Lowering.lower(graph), inputs, tensors);
  }

  /**
   * In convolutions and averages whose weights are all positive, every element of the field moves
   * the answer, so its ends are known.
   */
  @Property(tries = 60, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void allOfItIsRead(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder body = new StringBuilder("network N {\n input x: [1, 1, 150]\n");
    for (int i = 0; i <= random.nextInt(4); i++) {
      body.append(layer(random));
    }
    Graph graph = graph(body + "}\n");
    Value output = graph.outputs().getFirst().value();
    Window field = (Window) Fields.of(graph).of(output).get(1);
    long position = output.type().shape().dim(2) / 2;
    double[] all =
        answers(graph, 0, IntStream.range(0, 150).toArray(), positive(graph))
            .get(graph.outputs().getFirst().name());
    int size = (int) output.type().shape().elements();
    int[] read =
        IntStream.range(0, 150)
            .filter(m -> all[(int) position] != all[(m + 1) * size + (int) position])
            .toArray();
    Ratio first = field.first().plus(field.stride().times(position));
    if (first.compareTo(Ratio.ZERO) >= 0 && first.floor() + field.size() <= 150) {
      windows++;
      assertEquals(first.floor(), read[0], body::toString);
      assertEquals(field.size(), read[read.length - 1] - read[0] + 1L, body::toString);
    }
  }

  @AfterProperty
  void manyFieldsLieInside() {
    assertTrue(windows == 0 || windows > 30, () -> "only " + windows);
  }

  /** Planes that a window has painted come one behind the other, not one below the other. */
  @Example
  void paintedPlanesLieBehindEachOther() {
    Graph graph =
        graph("network N {\n input x: [2, 4, 6, 6]\n conv_transpose3d(2, 2, stride: 2)\n}\n");
    for (Along along : Fields.of(graph).of(graph.outputs().getFirst().value())) {
      Window window = (Window) along;
      assertEquals(new Ratio(1, 2), window.stride());
      assertEquals(1, window.size());
    }
  }

  private static String layer(Random random) {
    int kernel = 1 + random.nextInt(4);
    int stride = 1 + random.nextInt(2);
    return switch (random.nextInt(4)) {
      case 0 -> " avg_pool((1, %d), stride: (1, %d))\n".formatted(kernel, stride);
      case 1 ->
          " add {\n  | conv(1, (1, %d), padding: \"same\")\n  | conv(1, 1)\n }\n".formatted(kernel);
      default ->
          " conv(1, (1, %d), stride: (1, %d), dilation: (1, %d))\n"
              .formatted(kernel, stride, 1 + random.nextInt(3));
    };
  }

  private static Function<String, double[]> positive(Graph graph) {
    Function<String, double[]> tensors = TestGraph.tensors(graph);
    return name -> Arrays.stream(tensors.apply(name)).map(_ -> 1).toArray();
  }

  private static Graph graph(String source) {
    Problems problems = new Problems();
    return Compiler.open(new SourceFile("net.bb", source), (_, _) -> Optional.empty(), problems)
        .flatMap(compiler -> compiler.graph("N"))
        .orElseThrow(() -> new AssertionError(source + problems.sorted()));
  }
}
