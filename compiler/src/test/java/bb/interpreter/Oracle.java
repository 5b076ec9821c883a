package bb.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.runtime.Tensor;
import bb.types.DType;
import bb.types.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a program computes, and how far from it another computation may be. The bound is the
 * program's own: how much its outputs move when every input, weight and result of a step moves by a
 * unit in the last place, up or down at random. A program that subtracts what is nearly equal moves
 * much, and no engine can do better; one that does not moves little, and a wrong formula shows.
 */
public final class Oracle {
  /** A unit in the last place of 1 in single precision. */
  public static final double SINGLE = 0x1p-23;

  /** The same in half precision. */
  public static final double HALF = 0x1p-10;

  /** How many times what the outputs were seen to move. */
  private static final double FACTOR = 64;

  /** Units that everybody is granted, relative to the largest number of an output. */
  private static final double FLOOR = 32;

  /** Pairs of runs, of which one moves everything up that the other moves down. */
  private static final int PAIRS = 3;

  private final Program program;
  private final Map<String, double[]> inputs;
  private final Function<String, double[]> tensors;
  private final double unit;
  private final Map<String, double[]> exact;
  private Map<String, Double> moves = Map.of();

  /**
   * @param inputs a batch for each input
   * @param tensors the tensors of the checkpoint
   * @param unit what a rounding is, relative to the number that is rounded
   */
  public Oracle(
      Program program,
      Map<String, double[]> inputs,
      Function<String, double[]> tensors,
      double unit) {
    this.program = program;
    this.inputs = inputs;
    this.tensors = tensors;
    this.unit = unit;
    this.exact = Interpreter.run(program, inputs, tensors);
  }

  /** As the constructor, with what a model takes and reads. */
  public static Oracle of(
      Program program, Map<String, Tensor> inputs, Function<String, double[]> tensors) {
    return new Oracle(program, numbers(inputs), tensors, SINGLE);
  }

  /** The same for numbers that are rounded to another unit. */
  public Oracle rounding(double other) {
    return new Oracle(program, inputs, tensors, other);
  }

  /** What is wrong with the outputs of a model. */
  public Optional<String> complaint(Map<String, Tensor> found) {
    return disagreement(exact, numbers(found), 1);
  }

  /** What is wrong with the outputs of a program that is to mean the same. */
  public Optional<String> complaintOfNumbers(Map<String, double[]> found) {
    return disagreement(exact, found, 1);
  }

  /** In what two models differ too much, of which neither is exact. */
  public Optional<String> disagreement(Map<String, Tensor> one, Map<String, Tensor> other) {
    return disagreement(numbers(one), numbers(other), 2);
  }

  private Optional<String> disagreement(
      Map<String, double[]> expected, Map<String, double[]> found, int times) {
    assertEquals(exact.keySet(), expected.keySet());
    assertEquals(exact.keySet(), found.keySet());
    return exact.keySet().stream()
        .flatMap(name -> disagreement(name, expected.get(name), found.get(name), times).stream())
        .findFirst();
  }

  private Optional<String> disagreement(String name, double[] expected, double[] found, int times) {
    assertEquals(expected.length, found.length);
    double size = Arrays.stream(exact.get(name)).map(Math::abs).reduce(0, Math::max);
    double distance = distance(expected, found);
    double granted = times * FLOOR * unit * size;
    if (distance <= granted || !(size < Float.MAX_VALUE)) {
      return Optional.empty();
    }
    double move = move(name);
    return distance <= granted + times * FACTOR * move || !Double.isFinite(move)
        ? Optional.empty()
        : Optional.of(
            "%s is off by %.3g: its numbers, up to %.3g, move by %.3g for a unit in the last place"
                .formatted(name, distance, size, move));
  }

  /** How much an output moves; seldom asked, as most are near enough without. */
  private synchronized double move(String output) {
    if (moves.isEmpty()) {
      moves = new HashMap<>();
      for (int run = 0; run < 2 * PAIRS; run++) {
        Map<String, double[]> moved = moved(new Random(run / 2), run % 2 == 0 ? unit : -unit);
        exact.forEach(
            (name, numbers) -> moves.merge(name, distance(numbers, moved.get(name)), Math::max));
      }
    }
    return moves.get(output);
  }

  private Map<String, double[]> moved(Random random, double by) {
    DoubleUnaryOperator move = x -> random.nextBoolean() ? x + x * by : x - x * by;
    Map<String, double[]> from = new HashMap<>(inputs);
    for (Program.Input input : program.inputs()) {
      if (input.value().type().dtype() == DType.FLOAT32 || isAngle(input.value())) {
        from.computeIfPresent(input.name(), (_, numbers) -> each(numbers, move));
      }
    }
    Map<String, double[]> weights = new HashMap<>();
    return Interpreter.run(
        program,
        from,
        name -> weights.computeIfAbsent(name, n -> each(tensors.apply(n), move)),
        (step, result) -> rounds(step) || isAngle(step.output()) ? each(result, move) : result);
  }

  /** Whether only sines are made of a value: its product with a frequency is rounded. */
  private boolean isAngle(Value value) {
    List<Step> readers =
        program.steps().stream().filter(step -> step.inputs().contains(value)).toList();
    return !readers.isEmpty()
        && readers.stream().allMatch(step -> step.kernel() instanceof Kernel.Sinusoid);
  }

  /** Whether a step computes new numbers. */
  private static boolean rounds(Step step) {
    return switch (step.kernel()) {
      case Kernel.Reduce(var kind, _) ->
          kind == Kernel.Reduce.Kind.SUM || kind == Kernel.Reduce.Kind.MEAN;
      case Kernel.Convolution _,
          Kernel.TransposedConvolution _,
          Kernel.Pool _,
          Kernel.AdaptiveAveragePool _,
          Kernel.Pointwise _,
          Kernel.LocalResponseNorm _,
          Kernel.Softmax _,
          Kernel.Resize _,
          Kernel.MatMul _,
          Kernel.Attention _,
          Kernel.Norm _,
          Kernel.SelectiveScan _,
          Kernel.Recurrence _,
          Kernel.Sinusoid _ ->
          true;
      case Kernel.Reshape _,
          Kernel.Permute _,
          Kernel.Pad _,
          Kernel.Slice _,
          Kernel.Concat _,
          Kernel.ChannelShuffle _,
          Kernel.Gather _,
          Kernel.Range _,
          Kernel.Constant _ ->
          false;
    };
  }

  private static double[] each(double[] numbers, DoubleUnaryOperator function) {
    return Arrays.stream(numbers).map(function).toArray();
  }

  private static double distance(double[] expected, double[] found) {
    double distance = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - found[i]);
      distance = Math.max(distance, Double.isNaN(difference) ? 1 / 0.0 : difference);
    }
    return distance;
  }

  private static Map<String, double[]> numbers(Map<String, Tensor> tensors) {
    return tensors.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> doubles(e.getValue().data())));
  }

  public static double[] doubles(float[] numbers) {
    return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
  }
}
