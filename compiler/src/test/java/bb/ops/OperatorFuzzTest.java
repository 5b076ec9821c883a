package bb.ops;

import static java.util.Collections.nCopies;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.graph.TestGraph;
import bb.program.ProgramVerifier;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Whatever numbers a layer is given, it answers with what is wrong, or with the shape, the
 * parameters and the multiply-adds that its documentation promises.
 */
class OperatorFuzzTest {
  private static final long[] NUMBERS = {
    0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 64, 1 << 20, 1L << 32, 1L << 40, Long.MAX_VALUE
  };

  private static final int TRIES = 20_000;

  private static final long SEED = Long.getLong("bb.seed", 0);

  private final Set<String> answered = new TreeSet<>();
  private int passed;

  /** The same calls in every build; {@code -Dbb.seed=N} draws others. */
  @Property(tries = TRIES, seed = "1")
  void everyCallHasAnAnswer(@ForAll long seed) {
    Random random = new Random(seed + SEED);
    OpSpec spec = Operators.ALL.get(random.nextInt(Operators.ALL.size()));
    Map<String, Object> given = arguments(spec, random);
    TestGraph builder = new TestGraph();
    List<TensorType> types = new ArrayList<>(inputs(spec, given, random));
    spec.attributes().stream()
        .filter(a -> a.type() instanceof Attribute.Type.Tensor && given.containsKey(a.name()))
        .forEach(_ -> types.add(TensorType.float32(shape(random))));
    List<Value> inputs = types.stream().map(builder::input).toList();
    Optional<Value> output = builder.tryAdd("layer", spec.operator(given), inputs);
    if (output.isPresent()) {
      answered.add(spec.name());
      List<Shape> shapes = inputs.stream().map(input -> input.type().shape()).toList();
      check(
          new LayerOracle(spec.name(), spec.arguments(given), shapes),
          builder.build(output.get()),
          () -> spec.name() + given + " on " + shapes);
    }
    passed++;
  }

  /** A layer that no call fits is not tested. */
  @AfterProperty
  void everyLayerAnswers() {
    Set<String> names = new TreeSet<>();
    Operators.ALL.forEach(spec -> names.add(spec.name()));
    if (SEED == 0 && passed >= TRIES) {
      assertEquals(names, answered);
    }
  }

  private static void check(LayerOracle oracle, Graph graph, Supplier<String> call) {
    assertEquals(List.of(), ProgramVerifier.verify(Lowering.lower(graph)), call);
    Shape output = graph.outputs().getFirst().value().type().shape();
    assertTrue(oracle.allows(output), () -> call.get() + " gives " + output);
    assertEquals(oracle.macs(output), Lowering.macs(graph.nodes().getFirst(), graph), call);
    assertEquals(
        oracle.parameters(),
        graph.parameters().stream().mapToLong(p -> p.type().shape().elements()).sum(),
        call);
  }

  /** In one of two calls shapes that fit each other, for the layers that are particular. */
  private static List<TensorType> inputs(OpSpec spec, Map<String, Object> given, Random random) {
    long t = 1 + random.nextInt(9);
    long d = 1 + random.nextInt(9);
    long n = 1 + random.nextInt(9);
    if (random.nextBoolean()) {
      return anyInputs(spec, random);
    }
    return switch (spec.name()) {
      case "embedding" -> List.of(new TensorType(DType.INT32, Shape.of(t)));
      case "conv1d", "conv_transpose1d", "max_pool1d", "avg_pool1d", "adaptive_avg_pool1d" ->
          floats(Shape.of(t, d));
      case "lstm", "gru", "rnn" -> floats(Shape.of(t, d));
      case "matmul" -> matrices(t, d, n, random);
      case "conv3d",
          "conv_transpose3d",
          "max_pool3d",
          "avg_pool3d",
          "adaptive_avg_pool3d",
          "adaptive_max_pool3d" ->
          floats(Shape.of(t, d, n, t));
      case "attention" -> floats(Shape.of(t, d), Shape.of(n, d), Shape.of(n, t));
      case "multihead_attention" -> floats(Shape.of(t, d), Shape.of(n, d));
      case "logical_not" -> List.of(new TensorType(DType.BOOL, Shape.of(t, d)));
      case "logical_and", "logical_or" -> nCopies(2, new TensorType(DType.BOOL, Shape.of(t, d)));
      case "where" ->
          List.of(
              new TensorType(DType.BOOL, Shape.of(t, 1)),
              TensorType.float32(Shape.of(1, d)),
              TensorType.float32(Shape.of(t, d)));
      case "deform_conv" -> floats(Shape.of(d, t, n), Shape.of(2, t, n));
      case "fold" -> patches(given, d);
      case "permute" -> floats(Shape.of(t, d, n));
      case "selective_scan" ->
          floats(
              Shape.of(t, d),
              Shape.of(t, d),
              Shape.of(d, n),
              Shape.of(t, n),
              Shape.of(t, n),
              Shape.of(d));
      default -> anyInputs(spec, random);
    };
  }

  /** Two matrices, or stacks of them. */
  private static List<TensorType> matrices(long t, long d, long n, Random random) {
    Shape second = random.nextBoolean() ? Shape.of(d, n) : Shape.of(n, d);
    return switch (random.nextInt(4)) {
      case 0 -> floats(Shape.of(3, t, d), second);
      case 1 -> floats(Shape.of(t, d), Shape.of(2, second.dim(0), second.dim(1)));
      case 2 -> floats(Shape.of(1, 3, t, d), Shape.of(2, 1, second.dim(0), second.dim(1)));
      default -> floats(Shape.of(t, d), second);
    };
  }

  /** As many as a window has places that takes one step at a time. */
  private static List<TensorType> patches(Map<String, Object> given, long channels) {
    long tokens = 1;
    long features = channels;
    for (int axis = 0; axis < 2; axis++) {
      long size = (Long) ((List<?>) given.get("size")).get(axis);
      long kernel = (Long) ((List<?>) given.get("kernel")).get(axis);
      if (kernel > size || size > 64) {
        return floats(Shape.of(1, channels));
      }
      tokens *= size - kernel + 1;
      features *= kernel;
    }
    return floats(Shape.of(tokens, features));
  }

  private static List<TensorType> floats(Shape... shapes) {
    return Stream.of(shapes).map(TensorType::float32).toList();
  }

  /** As many as the layer takes, often of one shape. */
  private static List<TensorType> anyInputs(OpSpec spec, Random random) {
    List<TensorType> inputs = new ArrayList<>();
    Shape shape = shape(random);
    DType type = random.nextInt(8) == 0 ? DType.INT32 : DType.FLOAT32;
    int most = Math.max(spec.inputs().min(), Math.min(spec.inputs().max(), 3));
    for (int i = spec.inputs().min() + random.nextInt(most - spec.inputs().min() + 1); i > 0; i--) {
      inputs.add(new TensorType(type, shape));
      shape = random.nextInt(3) == 0 ? shape(random) : shape;
    }
    return inputs;
  }

  private static Map<String, Object> arguments(OpSpec spec, Random random) {
    Map<String, Object> arguments = new HashMap<>();
    for (Attribute attribute : spec.attributes()) {
      if (attribute.required() || random.nextInt(3) == 0) {
        arguments.put(attribute.name(), argument(attribute.type(), random));
      }
    }
    return arguments;
  }

  private static Object argument(Attribute.Type type, Random random) {
    return switch (type) {
      case Attribute.Type.Int(long min) -> number(min, random);
      case Attribute.Type.Pair(long min) -> sizes(2, min, random);
      case Attribute.Type.Triple(long min) -> sizes(3, min, random);
      case Attribute.Type.Padding(int count) ->
          random.nextBoolean() ? "same" : sizes(count, 0, random);
      case Attribute.Type.Number() -> random.nextInt(5) - 1 + random.nextInt(2) * 0.5;
      case Attribute.Type.Flag() -> random.nextBoolean();
      case Attribute.Type.Tensor() -> true;
      case Attribute.Type.Choice(var words) -> words.get(random.nextInt(words.size()));
      case Attribute.Type.Numbers() -> List.of(random.nextInt(5) - 1 + random.nextInt(2) * 0.5);
      case Attribute.Type.Ints(long min) -> {
        List<Long> numbers = new ArrayList<>();
        boolean order = random.nextBoolean();
        for (long i = random.nextInt(4); i >= 0; i--) {
          numbers.add(order ? Math.max(min, i) : number(min, random));
        }
        Collections.shuffle(numbers, random);
        yield numbers;
      }
    };
  }

  private static List<Long> sizes(int count, long min, Random random) {
    List<Long> sizes = new ArrayList<>(List.of(number(min, random)));
    while (sizes.size() < count) {
      sizes.add(random.nextBoolean() ? sizes.getFirst() : number(min, random));
    }
    return sizes;
  }

  private static long number(long min, Random random) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    return Math.max(min, random.nextInt(8) == 0 ? -number : number);
  }

  private static Shape shape(Random random) {
    List<Long> dims = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      dims.add(Math.max(1, NUMBERS[random.nextInt(NUMBERS.length)]));
    }
    return Shape.fits(dims) ? new Shape(dims) : Shape.of(4, 6, 5);
  }
}
