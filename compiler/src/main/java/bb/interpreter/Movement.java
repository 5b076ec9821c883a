package bb.interpreter;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.List;

/** Kernels that only move elements: for each output position, where its element comes from. */
final class Movement {
  private Movement() {}

  static double[] permute(Kernel.Permute kernel, Step step, double[] x) {
    Shape in = input(step);
    Shape out = step.output().type().shape();
    double[] result = new double[x.length];
    for (int p = 0; p < result.length; p++) {
      long[] index = Indices.of(p, out);
      long[] source = new long[index.length];
      for (int axis = 0; axis < index.length; axis++) {
        source[kernel.order().get(axis)] = index[axis];
      }
      result[p] = x[Indices.position(source, in)];
    }
    return result;
  }

  static double[] pad(Kernel.Pad kernel, Step step, double[] x) {
    Shape in = input(step);
    Shape out = step.output().type().shape();
    double[] result = new double[(int) out.elements()];
    for (int p = 0; p < result.length; p++) {
      long[] index = Indices.of(p, out);
      boolean inside = true;
      for (int axis = 0; axis < index.length; axis++) {
        long at = index[axis] - kernel.before().get(axis);
        index[axis] = kernel.mode().source(at, in.dim(axis));
        inside &= index[axis] >= 0 && index[axis] < in.dim(axis);
      }
      result[p] = inside ? x[Indices.position(index, in)] : kernel.value();
    }
    return result;
  }

  static double[] slice(Kernel.Slice kernel, Step step, double[] x) {
    Shape out = step.output().type().shape();
    double[] result = new double[(int) out.elements()];
    for (int p = 0; p < result.length; p++) {
      long[] index = Indices.of(p, out);
      index[kernel.axis()] = kernel.start() + index[kernel.axis()] * kernel.step();
      result[p] = x[Indices.position(index, input(step))];
    }
    return result;
  }

  static double[] concat(Kernel.Concat kernel, Step step, List<double[]> inputs) {
    Shape out = step.output().type().shape();
    double[] result = new double[(int) out.elements()];
    long offset = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Shape in = step.inputs().get(i).type().shape();
      for (int p = 0; p < inputs.get(i).length; p++) {
        long[] index = Indices.of(p, in);
        index[kernel.axis()] += offset;
        result[Indices.position(index, out)] = inputs.get(i)[p];
      }
      offset += in.dim(kernel.axis());
    }
    return result;
  }

  static double[] shuffle(Kernel.ChannelShuffle kernel, Step step, double[] logical) {
    double[] x = Image.of(logical, step.output()).data();
    Image y = Image.zeros(step.output());
    Plane plane = y.plane();
    long perGroup = plane.channels() / kernel.groups();
    for (int p = 0; p < x.length; p++) {
      long channel = p / plane.pixels();
      long source = channel % kernel.groups() * perGroup + channel / kernel.groups();
      y.data()[p] = x[(int) (source * plane.pixels() + p % plane.pixels())];
    }
    return y.logical(step.output());
  }

  private static Shape input(Step step) {
    return step.inputs().getFirst().type().shape();
  }
}
