package bb.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.graph.TestGraph;
import bb.program.ProgramVerifier;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever numbers a layer is given, it answers with a shape or with what is wrong. */
class OperatorFuzzTest {
  private static final long[] NUMBERS = {
    0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 64, 1 << 20, 1L << 32, 1L << 40, Long.MAX_VALUE
  };

  @Property(tries = 20_000)
  void everyCallHasAnAnswer(@ForAll long seed) {
    Random random = new Random(seed);
    OpSpec spec = Operators.ALL.get(random.nextInt(Operators.ALL.size()));
    Operator op = spec.operator(arguments(spec, random));
    TestGraph builder = new TestGraph();
    List<Value> inputs = new ArrayList<>();
    Shape shape = shape(random);
    int most = Math.max(spec.inputs().min(), Math.min(spec.inputs().max(), 3));
    for (int i = spec.inputs().min() + random.nextInt(most - spec.inputs().min() + 1); i > 0; i--) {
      inputs.add(builder.input(shape.toArray()));
      shape = random.nextInt(3) == 0 ? shape(random) : shape;
    }
    Optional<Value> output = builder.tryAdd("layer", op, inputs);
    if (output.isPresent()) {
      Graph graph = builder.build(output.get());
      assertEquals(List.of(), ProgramVerifier.verify(Lowering.lower(graph)));
      assertTrue(Lowering.macs(graph.nodes().getFirst(), graph) >= 0);
    }
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
      case Attribute.Type.Pair(long min) -> pair(min, random);
      case Attribute.Type.Padding() -> random.nextBoolean() ? "same" : pair(0, random);
      case Attribute.Type.Number() -> random.nextInt(5) - 1 + random.nextInt(2) * 0.5;
      case Attribute.Type.Flag() -> random.nextBoolean();
      case Attribute.Type.Choice(var words) -> words.get(random.nextInt(words.size()));
      case Attribute.Type.Ints(long min) -> {
        List<Long> numbers = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          numbers.add(number(min, random));
        }
        yield numbers;
      }
    };
  }

  private static List<Long> pair(long min, Random random) {
    long first = number(min, random);
    return List.of(first, random.nextBoolean() ? first : number(min, random));
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
