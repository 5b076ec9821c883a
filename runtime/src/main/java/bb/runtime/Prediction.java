package bb.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A class that a network found.
 *
 * @param label its name, as the network's {@code labels} say
 * @param index its place among the output's numbers, from 0
 * @param probability 0 to 1, by softmax, or the number itself where the output's are none below
 *     zero with the sum 1; infinite scores share all of it
 */
public record Prediction(String label, int index, double probability) {
  private static final double SUM_TOLERANCE = 1e-3;

  public Prediction {
    Objects.requireNonNull(label, "label");
  }

  /**
   * The most likely classes, the first one before the others, of equal ones the one with the lower
   * index.
   *
   * @param scores a number for each label
   * @param most how many; fewer if there are fewer labels
   * @throws ArithmeticException if a score is NaN, as from NaN in the input or in the weights
   * @throws IllegalArgumentException if {@code most} is not positive, or scores and labels differ
   *     in number
   */
  public static List<Prediction> top(float[] scores, List<String> labels, int most) {
    Objects.requireNonNull(scores, "scores");
    Objects.requireNonNull(labels, "labels");
    if (most < 1) {
      throw new IllegalArgumentException("top " + most);
    }
    if (scores.length != labels.size()) {
      throw new IllegalArgumentException(
          scores.length + " scores and " + labels.size() + " labels");
    }
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new ArithmeticException("the score of class " + i + " is NaN: none is the best");
      }
    }
    double[] probabilities = probabilities(scores);
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -(double) scores[i]))
        .limit(most)
        .map(i -> new Prediction(labels.get(i), i, probabilities[i]))
        .toList();
  }

  /**
   * A distribution: the scores themselves if they are one (none below zero, sum 1), or what softmax
   * makes of them: infinite scores in equal parts of 1, NaN for each class if one score is NaN.
   */
  public static double[] probabilities(float[] scores) {
    Objects.requireNonNull(scores, "scores");
    double[] wide = IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
    return isDistribution(scores) ? wide : softmax(wide);
  }

  /** Whether the numbers are none below zero, with the sum 1. */
  public static boolean isDistribution(float[] scores) {
    Objects.requireNonNull(scores, "scores");
    double sum = 0;
    for (float score : scores) {
      if (!(score >= 0)) {
        return false;
      }
      sum += score;
    }
    return Math.abs(sum - 1) < SUM_TOLERANCE;
  }

  private static double[] softmax(double[] powers) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : powers) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      // of infinite scores the difference would be none
      powers[i] = powers[i] == max ? 1 : StrictMath.exp(powers[i] - max);
      sum += powers[i];
    }
    for (int i = 0; i < powers.length; i++) {
      powers[i] /= sum;
    }
    return powers;
  }
}
