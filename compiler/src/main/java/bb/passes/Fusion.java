package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One step in place of a producer and the pointwise step that reads it: the producer's expression
 * is substituted for the input that it wrote.
 */
final class Fusion {
  /** An expression grows where it reads the producer twice; beyond this it is not worth it. */
  private static final int MAX_NODES = 64;

  /** Operands that one kernel should read at most. */
  private static final int MAX_INPUTS = 8;

  private Fusion() {}

  static List<String> paths(Step producer, Step consumer) {
    return Stream.concat(producer.paths().stream(), consumer.paths().stream()).distinct().toList();
  }

  /**
   * The fused operands and expression, unless they grow too large.
   *
   * @param producer whose {@code expression} computes its output from its inputs and weights
   * @param consumer a pointwise step that reads the producer's output
   * @param firstShared the first of the producer's inputs that {@code In} may name twice; those
   *     before it mean something else in its expression
   */
  static Optional<Fused> fuse(
      Step producer, ScalarExpr expression, Step consumer, int firstShared) {
    List<Value> inputs = new ArrayList<>(producer.inputs());
    List<WeightExpr> weights = new ArrayList<>(producer.weights());
    int firstWeight = weights.size();
    weights.addAll(consumer.weights());
    List<ScalarExpr> substitutes = new ArrayList<>();
    for (Value input : consumer.inputs()) {
      if (input.equals(producer.output())) {
        substitutes.add(expression);
      } else {
        int known = inputs.subList(firstShared, inputs.size()).indexOf(input);
        substitutes.add(new ScalarExpr.In(known < 0 ? inputs.size() : known + firstShared));
        if (known < 0) {
          inputs.add(input);
        }
      }
    }
    Kernel.Pointwise pointwise = (Kernel.Pointwise) consumer.kernel();
    ScalarExpr fused =
        pointwise
            .expression()
            .replace(leaf ->
                switch (leaf) {
                  case ScalarExpr.In(int i) -> substitutes.get(i);
                  case ScalarExpr.Channel(int j) -> new ScalarExpr.Channel(firstWeight + j);
                  case ScalarExpr.Const _,
                      ScalarExpr.Unary _,
                      ScalarExpr.Binary _,
                      ScalarExpr.Select _ ->
                      leaf;
                });
    return fused.size() <= MAX_NODES && inputs.size() <= MAX_INPUTS
        ? Optional.of(new Fused(inputs, weights, fused))
        : Optional.empty();
  }

  record Fused(List<Value> inputs, List<WeightExpr> weights, ScalarExpr expression) {
    /** The step that stands for both. */
    Step step(Kernel kernel, Step producer, Step consumer) {
      return new Step(
          kernel, inputs, weights, consumer.output(), paths(producer, consumer), producer.origin());
    }
  }
}
