package bb.interpreter;

import bb.kernel.Kernel;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.Arrays;
import java.util.List;

/** Kernels that take some elements along an axis, or make one of all. */
final class Reductions {
  private Reductions() {}

  static double[] gather(
      Kernel.Gather kernel, Step step, List<double[]> inputs, List<double[]> weights) {
    boolean learned = !weights.isEmpty();
    double[] table = learned ? weights.getFirst() : inputs.getFirst();
    Shape shape =
        learned ? step.weights().getFirst().shape() : step.inputs().getFirst().type().shape();
    double[] numbers = inputs.getLast();
    int size = (int) shape.dim(kernel.axis());
    int inner = product(shape.dims().subList(kernel.axis() + 1, shape.rank()));
    double[] result = new double[(int) step.output().type().shape().elements()];
    for (int p = 0; p < result.length; p++) {
      int number = (int) numbers[p / inner % numbers.length];
      int taken = Math.clamp(number, 0, size - 1);
      int outer = p / inner / numbers.length;
      result[p] = table[(outer * size + taken) * inner + p % inner];
    }
    return result;
  }

  private static int product(List<Long> dims) {
    return dims.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
  }

  static double[] reduce(Kernel.Reduce kernel, Step step, double[] x) {
    Shape in = step.inputs().getFirst().type().shape();
    Shape out = step.output().type().shape();
    int count = (int) (in.elements() / out.elements());
    double[][] elements = new double[(int) out.elements()][count];
    int[] found = new int[elements.length];
    for (int p = 0; p < x.length; p++) {
      int to = Indices.broadcast(Indices.of(p, in), out);
      elements[to][found[to]++] = x[p];
    }
    return Arrays.stream(elements).mapToDouble(e -> reduce(kernel.kind(), e)).toArray();
  }

  private static double reduce(Kernel.Reduce.Kind kind, double[] x) {
    return switch (kind) {
      case SUM -> Arrays.stream(x).sum();
      case MEAN -> Arrays.stream(x).sum() / x.length;
      case MAX -> Arrays.stream(x).max().orElseThrow();
      case MIN -> Arrays.stream(x).min().orElseThrow();
      case ARGMAX -> first(x, Arrays.stream(x).max().orElseThrow());
      case ARGMIN -> first(x, Arrays.stream(x).min().orElseThrow());
    };
  }

  /** The first place of a number. */
  private static double first(double[] x, double number) {
    for (int i = 0; i < x.length; i++) {
      if (Double.compare(x[i], number) == 0 || x[i] == number) {
        return i;
      }
    }
    throw new IllegalArgumentException("not there: " + number);
  }
}
