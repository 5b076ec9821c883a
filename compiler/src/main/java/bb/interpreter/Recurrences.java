package bb.interpreter;

import bb.kernel.Kernel.Recurrence;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.Arrays;
import java.util.List;

/** One direction of a recurrence: a cell that goes from token to token. */
final class Recurrences {
  private final Recurrence kernel;
  private final List<double[]> weights;
  private final int direction;
  private final int hidden;
  private final double[] state;
  private double[] h;
  private double[] c;

  private Recurrences(
      Recurrence kernel, List<double[]> inputs, List<double[]> weights, int direction, int hidden) {
    this.kernel = kernel;
    this.weights = weights;
    this.direction = direction;
    this.hidden = hidden;
    int rows = (int) (kernel.directions() * kernel.cell().gates()) * hidden;
    this.state = new double[weights.getFirst().length / rows];
    this.h = inputs.size() > 1 ? part(inputs.get(1), direction, state.length) : state;
    this.c = inputs.size() > 2 ? part(inputs.get(2), direction, hidden) : new double[hidden];
  }

  static double[] recurrence(
      Recurrence kernel, Step step, List<double[]> inputs, List<double[]> weights) {
    Shape x = step.inputs().getFirst().type().shape();
    int tokens = (int) x.dim(0);
    int directions = (int) kernel.directions();
    int all = (int) kernel.cell().gates() * directions;
    int hidden = (int) x.dim(1) / all;
    double[] result = new double[(int) step.output().type().shape().elements()];
    for (int direction = 0; direction < directions; direction++) {
      Recurrences cell = new Recurrences(kernel, inputs, weights, direction, hidden);
      int size = cell.state.length;
      for (int i = 0; i < tokens; i++) {
        int token = direction == 0 ? i : tokens - 1 - i;
        cell.next(
            part(inputs.getFirst(), token * directions + direction, all / directions * hidden));
        System.arraycopy(cell.h, 0, result, (token * directions + direction) * size, size);
      }
      if (kernel.ends()) {
        int ends = tokens * directions * size;
        System.arraycopy(cell.c, 0, result, ends + direction * hidden, hidden);
      }
    }
    return result;
  }

  /** Takes in what the gates get from a token. */
  private void next(double[] x) {
    double[] sums = sums(weights.getFirst(), x.length, h);
    if (kernel.bias()) {
      double[] bias = part(weights.get(1), direction, x.length);
      Arrays.setAll(sums, i -> sums[i] + bias[i]);
    }
    double[] next = new double[hidden];
    double[] before = h;
    for (int i = 0; i < hidden; i++) {
      int a = i;
      int b = a + hidden;
      int n = b + hidden;
      switch (kernel.cell()) {
        case LSTM -> {
          int o = n + hidden;
          double kept = sigmoid(x[b] + sums[b]) * c[i];
          c[i] = kept + sigmoid(x[a] + sums[a]) * Math.tanh(x[n] + sums[n]);
          next[i] = sigmoid(x[o] + sums[o]) * Math.tanh(c[i]);
        }
        case GRU -> {
          double fresh = Math.tanh(x[n] + sigmoid(x[a] + sums[a]) * sums[n]);
          double z = sigmoid(x[b] + sums[b]);
          next[i] = z * before[i] + (1 - z) * fresh;
        }
        case TANH -> next[i] = Math.tanh(x[a] + sums[a]);
        case RELU -> next[i] = Math.max(0, x[a] + sums[a]);
      }
    }
    h = kernel.projected() ? sums(weights.getLast(), state.length, next) : next;
  }

  /** This direction's rows of a matrix times a vector. */
  private double[] sums(double[] matrix, int rows, double[] vector) {
    double[] sums = new double[rows];
    int at = direction * rows * vector.length;
    for (int row = 0; row < rows; row++) {
      for (double factor : vector) {
        sums[row] += matrix[at++] * factor;
      }
    }
    return sums;
  }

  private static double[] part(double[] all, int index, int size) {
    return Arrays.copyOfRange(all, index * size, (index + 1) * size);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
