package bb.interpreter;

import bb.kernel.Kernel;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.Arrays;
import java.util.List;

/** Attention, a head of a query at a time. */
final class Attending {
  private final Kernel.Attention kernel;
  private final List<double[]> inputs;
  private final int width;
  private final int keyWidth;
  private final int valueWidth;

  /** Of one sequence of the batch. */
  private final int queries;

  private final int keys;

  Attending(Kernel.Attention kernel, Step step, List<double[]> inputs) {
    this.kernel = kernel;
    this.inputs = inputs;
    Shape q = step.inputs().get(0).type().shape();
    Shape k = step.inputs().get(1).type().shape();
    this.width = (int) q.dim(1);
    this.keyWidth = (int) k.dim(1);
    this.valueWidth = (int) step.inputs().get(2).type().shape().dim(1);
    this.queries = (int) (q.dim(0) / kernel.batch());
    this.keys = (int) (k.dim(0) / kernel.batch());
  }

  double[] result() {
    int heads = (int) kernel.heads();
    int size = (int) (valueWidth / kernel.keyHeads());
    double[] result = new double[(int) kernel.batch() * queries * heads * size];
    for (int number = 0; number < kernel.batch(); number++) {
      for (int query = 0; query < queries; query++) {
        for (int head = 0; head < heads; head++) {
          double[] weights = weights(number, head, query);
          int shared = (int) (head / (kernel.heads() / kernel.keyHeads()));
          int at = ((number * queries + query) * heads + head) * size;
          for (int key = 0; key < weights.length; key++) {
            for (int i = 0; i < size; i++) {
              int value = (number * keys + key) * valueWidth + shared * size + i;
              result[at + i] += weights[key] * inputs.get(2)[value];
            }
          }
        }
      }
    }
    return result;
  }

  /** How much of each key that the query sees, all of them together 1, or 0 if it sees none. */
  private double[] weights(int number, int head, int query) {
    int size = (int) (width / kernel.heads());
    int shared = (int) (head / (kernel.heads() / kernel.keyHeads()));
    long seen = kernel.offset().map(by -> Math.min(keys, query + by + 1)).orElse((long) keys);
    double[] scores = new double[(int) seen];
    for (int key = 0; key < seen; key++) {
      for (int i = 0; i < size; i++) {
        scores[key] +=
            inputs.get(0)[(number * queries + query) * width + head * size + i]
                * inputs.get(1)[(number * keys + key) * keyWidth + shared * size + i];
      }
      scores[key] = scores[key] * kernel.scale() + bias(number, head, query, key);
    }
    double max = Arrays.stream(scores).max().orElseThrow();
    if (!kernel.biases().isEmpty() && max <= Kernel.Attention.UNSEEN) {
      return new double[scores.length];
    }
    double[] powers = Arrays.stream(scores).map(score -> Math.exp(score - max)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private double bias(int number, int head, int query, int key) {
    double sum = 0;
    for (int i = 0; i < kernel.biases().size(); i++) {
      Kernel.Attention.Bias bias = kernel.biases().get(i);
      long row = number % bias.batch();
      row = row * bias.heads() + head % bias.heads();
      row = row * bias.queries() + query % bias.queries();
      sum += inputs.get(3 + i)[(int) (row * bias.keys() + key % bias.keys())];
    }
    return sum;
  }
}
