package bb.interpreter;

import bb.kernel.Kernel;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.List;

/** Kernels on matrices and sequences of tokens. */
final class Sequences {
  private Sequences() {}

  static double[] matMul(Kernel.MatMul kernel, Step step, List<double[]> inputs) {
    int rows = dim(step, 0, -2);
    int depth = dim(step, 0, -1);
    double[] a = inputs.get(0);
    double[] b = inputs.get(1);
    int columns = dim(step, 1, kernel.transposed() ? -2 : -1);
    double[] result = new double[a.length / depth * columns];
    for (int i = 0; i < a.length / depth; i++) {
      int second = i / rows * depth * columns;
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < depth; k++) {
          int at = kernel.transposed() ? j * depth + k : k * columns + j;
          result[i * columns + j] += a[i * depth + k] * b[second + at];
        }
      }
    }
    return result;
  }

  static double[] selectiveScan(Step step, List<double[]> inputs) {
    int tokens = dim(step, 0, 0);
    int channels = dim(step, 0, 1);
    int states = dim(step, 2, 1);
    double[] result = new double[tokens * channels];
    for (int channel = 0; channel < channels; channel++) {
      double[] h = new double[states];
      for (int token = 0; token < tokens; token++) {
        double u = inputs.get(0)[token * channels + channel];
        double delta = inputs.get(1)[token * channels + channel];
        double sum = inputs.get(5)[channel] * u;
        for (int n = 0; n < states; n++) {
          double decay = Math.exp(delta * inputs.get(2)[channel * states + n]);
          h[n] = decay * h[n] + delta * inputs.get(3)[token * states + n] * u;
          sum += inputs.get(4)[token * states + n] * h[n];
        }
        result[token * channels + channel] = sum;
      }
    }
    return result;
  }

  static double[] sinusoid(Kernel.Sinusoid kernel, Step step, double[] numbers) {
    int half = (int) step.output().type().shape().dim(-1) / 2;
    double[] result = new double[numbers.length * half * 2];
    for (int row = 0; row < numbers.length; row++) {
      for (int i = 0; i < half; i++) {
        double frequency = Math.pow(kernel.base(), -i / (double) (half - kernel.offset()));
        int at = row * half * 2 + (kernel.interleaved() ? 2 * i : i);
        result[at] = Math.sin(numbers[row] * frequency);
        result[at + (kernel.interleaved() ? 1 : half)] = Math.cos(numbers[row] * frequency);
      }
    }
    return result;
  }

  static double[] range(Step step) {
    double[] result = new double[(int) step.output().type().shape().elements()];
    for (int i = 0; i < result.length; i++) {
      result[i] = i;
    }
    return result;
  }

  private static int dim(Step step, int input, int axis) {
    Shape shape = step.inputs().get(input).type().shape();
    return (int) shape.dim(axis);
  }
}
