package bb.graph;

import bb.kernel.Numbers;
import bb.ops.LiteralTensor;
import bb.ops.OpSpec;
import bb.ops.Operator;
import bb.ops.Operators;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A small graph that a list of numbers determines, so that a failing one can be shrunk: each number
 * is one choice, and when they run out the graph is done. The layers are chosen so that what passes
 * look for (norms after convolutions, sums of branches, flattened images) comes up often.
 */
public final class RandomGraph {
  private static final Shape[] INPUTS = {
    Shape.of(4, 5, 5), Shape.of(4, 4, 6), Shape.of(6), Shape.of(3, 4)
  };

  private static final List<Layer> LAYERS =
      List.of(
          new Layer("conv", Map.of("out", 4L, "kernel", two(3), "padding", two(1))),
          new Layer("conv", Map.of("out", 4L, "kernel", two(1), "bias", false)),
          new Layer("conv", Map.of("out", 4L, "kernel", two(2), "groups", 2L)),
          new Layer("conv", Map.of("out", 8L, "kernel", two(3), "stride", two(2), "groups", 4L)),
          new Layer("conv", Map.of("out", 4L, "kernel", List.of(2L, 3L), "padding", "same")),
          new Layer("conv_transpose", Map.of("out", 4L, "kernel", two(3), "padding", two(1))),
          new Layer("conv_transpose", Map.of("out", 2L, "kernel", two(2), "stride", two(2))),
          new Layer("linear", Map.of("out", 6L)),
          new Layer("linear", Map.of("out", 4L, "bias", false)),
          new Layer("bn", Map.of()),
          new Layer("bn", Map.of()),
          new Layer("bn", Map.of("affine", false)),
          new Layer("relu", Map.of()),
          new Layer("silu", Map.of()),
          new Layer("gelu", Map.of()),
          new Layer("hard_swish", Map.of()),
          new Layer("sigmoid", Map.of()),
          new Layer("prelu", Map.of()),
          new Layer("add", Map.of()),
          new Layer("add", Map.of()),
          new Layer("mul", Map.of()),
          new Layer("sub", Map.of()),
          new Layer("concat", Map.of()),
          new Layer("flatten", Map.of()),
          new Layer("flatten", Map.of()),
          new Layer("reshape", Map.of("shape", List.of(-1L, 1L, 2L))),
          new Layer("reshape", Map.of("shape", List.of(2L, -1L))),
          new Layer("permute", Map.of("order", List.of(0L, 2L, 1L))),
          new Layer("slice", Map.of("axis", 0L, "start", 1L)),
          new Layer("slice", Map.of("axis", -1L)),
          new Layer("pad", Map.of("left", 1L)),
          new Layer("shuffle", Map.of("groups", 2L)),
          new Layer("max_pool", Map.of("kernel", two(2), "stride", two(1))),
          new Layer("avg_pool", Map.of("kernel", two(1))),
          new Layer("adaptive_avg_pool", Map.of("size", two(4))),
          new Layer("global_avg_pool", Map.of()),
          new Layer("upsample", Map.of("size", two(4))),
          new Layer("lrn", Map.of("size", 3L)),
          new Layer("softmax", Map.of()));

  private record Layer(String name, Map<String, Object> arguments) {}

  private final TestGraph graph = new TestGraph();
  private final List<Value> values = new ArrayList<>();
  private final Iterator<Integer> choices;

  private RandomGraph(List<Integer> choices) {
    this.choices = choices.iterator();
  }

  public static Graph of(List<Integer> choices) {
    RandomGraph random = new RandomGraph(choices);
    for (int i = 0; i <= random.choose(2); i++) {
      random.values.add(random.graph.input(INPUTS[random.choose(INPUTS.length)].toArray()));
    }
    for (int i = 0; random.choices.hasNext(); i++) {
      random.layer("n" + i);
    }
    return random.graph.build(
        random.values.getLast(), random.values.get(random.values.size() * 2 / 3));
  }

  private int choose(int bound) {
    return choices.hasNext() ? choices.next() % bound : 0;
  }

  /** Appends one layer if it fits its operands: the last value mostly, and perhaps another. */
  private void layer(String path) {
    int choice = choose(LAYERS.size() + 14);
    if (choice >= LAYERS.size()) {
      switch (choice - LAYERS.size()) {
        case 0 -> branches(path, false);
        case 1 -> branches(path, true);
        case 2, 3 -> normed(path);
        case 4, 5 -> shuffled(path);
        case 6, 7 -> averaged(path);
        case 8 -> token(path);
        case 9 -> volume(path);
        case 10, 11 -> windows(path);
        default -> classifier(path);
      }
      return;
    }
    Layer layer = LAYERS.get(choice);
    OpSpec spec = Operators.find(layer.name()).orElseThrow();
    List<Value> operands = new ArrayList<>();
    operands.add(choose(4) == 0 ? values.get(choose(values.size())) : values.getLast());
    if (spec.inputs().max() > 1) {
      List<Value> same =
          values.stream().filter(v -> v.type().equals(operands.getFirst().type())).toList();
      operands.add(
          choose(4) == 0 ? values.get(choose(values.size())) : same.get(choose(same.size())));
    }
    graph
        .tryAdd(path, spec.operator(layer.arguments()), operands)
        .filter(value -> value.type().shape().elements() <= 2000)
        .ifPresent(values::add);
  }

  /** Appends two branches on slices of the last value, or on all of it, and their concatenation. */
  private void branches(String path, boolean slices) {
    Value x = values.getLast();
    if (x.type().shape().rank() != 3 || x.type().shape().dim(0) % 2 != 0) {
      return;
    }
    long half = x.type().shape().dim(0) / 2;
    List<Layer> chain =
        List.of(
            new Layer("conv", Map.of("out", 2L, "kernel", two(1), "bias", choose(2) == 0)),
            LAYERS.get(choose(LAYERS.size())),
            new Layer("conv", Map.of("out", 2L, "kernel", two(3), "padding", two(1))));
    List<Value> ends = new ArrayList<>();
    for (long branch = 0; branch < 2; branch++) {
      Value end = x;
      if (slices) {
        Map<String, Object> cut =
            Map.of("axis", 0L, "start", branch * half, "end", (branch + 1) * half);
        end = append(path + ".slice" + branch, new Layer("slice", cut), end);
      }
      for (int i = 0; i < chain.size(); i++) {
        end = append(path + "." + branch + "." + i, chain.get(i), end);
      }
      ends.add(end);
    }
    graph
        .tryAdd(path, Operators.find("concat").orElseThrow().operator(Map.of()), ends)
        .ifPresent(values::add);
  }

  /**
   * Appends a unit in which half of the channels pass untouched and are mixed with the others, and
   * a convolution of each channel or of all.
   */
  private void shuffled(String path) {
    Value x = values.getLast();
    if (x.type().shape().rank() != 3 || x.type().shape().dim(0) % 2 != 0) {
      return;
    }
    long channels = x.type().shape().dim(0);
    Value passed =
        append(path + ".low", new Layer("slice", Map.of("axis", 0L, "end", channels / 2)), x);
    Value other =
        append(path + ".high", new Layer("slice", Map.of("axis", 0L, "start", channels / 2)), x);
    other = append(path + ".conv", pointLike(channels / 2, choose(2) * 2), other);
    List<Value> halves = choose(3) == 0 ? List.of(other, passed) : List.of(passed, other);
    graph
        .tryAdd(path + ".cat", Operators.find("concat").orElseThrow().operator(Map.of()), halves)
        .map(both -> append(path + ".mix", new Layer("shuffle", Map.of("groups", 2L)), both))
        .ifPresent(values::add);
    Layer each =
        new Layer(
            "conv",
            Map.of("out", channels, "kernel", two(3), "padding", two(1), "groups", channels));
    if (choose(3) == 0) {
      values.add(append(path + ".each", each, values.getLast()));
    }
    if (choose(2) == 0) {
      values.add(append(path + ".all", pointLike(channels, 0), values.getLast()));
    }
  }

  /** Appends a convolution of points and the averages of its output, or those of its input. */
  private void averaged(String path) {
    if (choose(2) == 0) {
      Map<String, Object> around =
          Map.of("kernel", two(3), "stride", two(1), "padding", two(1), "count_include_pad", false);
      Value means = append(path + ".mean", new Layer("avg_pool", around), values.getLast());
      Value sums = append(path + ".conv", pointLike(2, 0), means);
      values.add(append(path + ".relu", new Layer("relu", Map.of()), sums));
      return;
    }
    Value sums = append(path + ".conv", pointLike(4, 0), values.getLast());
    Layer mean = new Layer("avg_pool", Map.of("kernel", two(2), "stride", two(2)));
    values.add(append(path + ".mean", mean, sums));
  }

  /** Appends what becomes of one token of a sequence. */
  private void token(String path) {
    Value x =
        values.reversed().stream()
            .filter(value -> value.type().shape().rank() == 2)
            .findFirst()
            .orElse(values.getLast());
    Value each = append(path + ".each", new Layer("linear", Map.of("out", 4L)), x);
    each = append(path + ".norm", new Layer("layer_norm", Map.of()), each);
    long start = choose(2);
    Layer cut = new Layer("slice", Map.of("axis", 0L, "start", start, "end", start + 1));
    values.add(append(path + ".cut", cut, each));
  }

  /** Appends what is done with tokens that numbers choose: normed, projected, in windows. */
  private void windows(String path) {
    Value x =
        values.reversed().stream()
            .filter(value -> value.type().shape().rank() == 2)
            .findFirst()
            .orElse(values.getLast());
    long tokens = x.type().shape().dim(0);
    Layer norm = new Layer(choose(3) == 0 ? "rms_norm" : "layer_norm", Map.of());
    Value tall = append(path + ".norm", norm, x);
    long size = 1 + choose(2);
    float[] places = new float[Math.toIntExact(size * tokens / 2 + 1)];
    for (int i = 0; i < places.length; i++) {
      places[i] = choose(7);
    }
    Shape shape = choose(2) == 0 ? Shape.of(places.length) : Shape.of(places.length, 1);
    Operator numbers = new LiteralTensor(new TensorType(DType.INT32, shape), Numbers.of(places));
    Value index = graph.tryAdd(path + ".index", numbers, List.of()).orElseThrow();
    Operator gather = Operators.find("gather").orElseThrow().operator(Map.of());
    if (choose(2) == 0) {
      tall = graph.tryAdd(path + ".gather", gather, List.of(tall, index)).orElse(tall);
    }
    if (choose(2) == 0) {
      tall = append(path + ".fc", new Layer("linear", Map.of("out", 6L)), tall);
    } else {
      tall = product(path, tall);
    }
    if (choose(2) == 0) {
      tall = graph.tryAdd(path + ".taken", gather, List.of(tall, index)).orElse(tall);
    }
    if (choose(2) == 0) {
      Layer cut = new Layer("reshape", Map.of("shape", List.of(1L, -1L, 6L)));
      tall = append(path + ".windows", cut, tall);
    }
    values.add(append(path + ".gelu", LAYERS.get(choose(LAYERS.size())), tall));
  }

  /** The product with a matrix of known numbers. */
  private Value product(String path, Value x) {
    boolean transposed = choose(2) == 0;
    long features = x.type().shape().dim(-1);
    float[] numbers = new float[Math.toIntExact(6 * features)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = choose(9) / 8f - 0.5f;
    }
    Shape shape = transposed ? Shape.of(6, features) : Shape.of(features, 6);
    Operator matrix = new LiteralTensor(TensorType.float32(shape), Numbers.of(numbers));
    Value known = graph.tryAdd(path + ".matrix", matrix, List.of()).orElseThrow();
    Operator matmul =
        Operators.find("matmul").orElseThrow().operator(Map.of("transpose", transposed));
    Value product = graph.tryAdd(path + ".product", matmul, List.of(x, known)).orElse(x);
    return numbers[0] > 0 ? shifted(path, product) : product;
  }

  /** Known numbers are added, one to each feature. */
  private Value shifted(String path, Value x) {
    Operator vector =
        new LiteralTensor(TensorType.float32(Shape.of(1, 6)), Numbers.of(1, 2, 3, -1, -2, -3));
    Value known = graph.tryAdd(path + ".vector", vector, List.of()).orElseThrow();
    Operator add = Operators.find("add").orElseThrow().operator(Map.of());
    return graph.tryAdd(path + ".shifted", add, List.of(x, known)).orElse(x);
  }

  /** A convolution that keeps the size of the image. */
  private static Layer pointLike(long out, long frame) {
    return new Layer(
        "conv", Map.of("out", out, "kernel", two(1 + frame), "padding", two(frame / 2)));
  }

  /** Appends a convolution and its norm. */
  private void normed(String path) {
    Value x = values.getLast();
    if (choose(4) == 0) {
      x = append(path + ".pad", new Layer("pad", Map.of("right", 1L)), x);
    }
    Layer conv = new Layer("conv", Map.of("out", 4L, "kernel", two(3), "padding", two(1)));
    Value sums = append(path + ".conv", conv, x);
    values.add(append(path + ".bn", new Layer("bn", Map.of()), sums));
  }

  /**
   * Appends convolutions of an image that is taken for a volume, and what is done to their sums.
   */
  private void volume(String path) {
    Value image = values.getLast();
    if (image.type().shape().rank() != 3) {
      return;
    }
    long height = image.type().shape().dim(1);
    long depth = height % 2 == 0 ? 2 : height;
    Layer planes =
        new Layer(
            "reshape",
            Map.of(
                "shape",
                List.of(
                    image.type().shape().dim(0),
                    depth,
                    height / depth,
                    image.type().shape().dim(2))));
    Value x = append(path + ".planes", planes, image);
    Layer conv = new Layer("conv3d", Map.of("out", 4L, "kernel", three(3), "padding", three(1)));
    Value y = append(path + ".bn", new Layer("bn", Map.of()), append(path + ".conv", conv, x));
    Layer frames =
        new Layer(
            "conv3d",
            Map.of("out", 4L, "kernel", List.of(3L, 1L, 1L), "padding", List.of(1L, 0L, 0L)));
    Value z =
        append(path + ".frames", frames, append(path + ".relu", new Layer("relu", Map.of()), y));
    if (choose(3) == 0) {
      Layer up =
          new Layer(
              "conv_transpose3d",
              Map.of("out", 2L, "kernel", List.of(2L, 1L, 2L), "stride", List.of(2L, 1L, 1L)));
      values.add(append(path + ".up", up, z));
      return;
    }
    values.add(
        graph
            .tryAdd(
                path + ".sum",
                Operators.find("add").orElseThrow().operator(Map.of()),
                List.of(x, z))
            .orElse(z));
  }

  private static List<Long> three(long size) {
    return List.of(size, size, size);
  }

  /** Appends a flattened image, the last if there is one, and what it is connected with. */
  private void classifier(String path) {
    Value image =
        values.reversed().stream()
            .filter(value -> value.type().shape().rank() == 3)
            .findFirst()
            .orElse(values.getLast());
    Value flat = append(path + ".flatten", new Layer("flatten", Map.of()), image);
    values.add(append(path + ".linear", new Layer("linear", Map.of("out", 5L)), flat));
  }

  /** What a layer of one input makes of the value, or the value if it does not take it. */
  private Value append(String path, Layer layer, Value x) {
    OpSpec spec = Operators.find(layer.name()).orElseThrow();
    return spec.inputs().max() > 1
        ? x
        : graph.tryAdd(path, spec.operator(layer.arguments()), List.of(x)).orElse(x);
  }

  private static List<Long> two(long size) {
    return List.of(size, size);
  }
}
