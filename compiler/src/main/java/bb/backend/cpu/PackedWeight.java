package bb.backend.cpu;

import bb.backend.layout.Extent;
import bb.kernel.Kernel;
import bb.kernel.Kernel.Convolution;
import bb.kernel.Kernel.TransposedConvolution;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.runtime.cpu.Packing;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** A weight in the form in which the kernels read it; equal ones are kept once. */
sealed interface PackedWeight {

  /** How many floats it takes, a multiple of the alignment. */
  long floats();

  /** A filter {@code [out, in / groups, height, width]} in panels. */
  record Panels(WeightExpr filter, long groups) implements PackedWeight {
    @Override
    public long floats() {
      Shape shape = filter.shape();
      return exact(groups, aligned(shape.dim(0) / groups), shape.elements() / shape.dim(0));
    }
  }

  /** A filter {@code [in, out / groups, height, width]} in panels, a set for each phase. */
  record Phases(WeightExpr filter, long groups, Window window) implements PackedWeight {
    @Override
    public long floats() {
      Shape shape = filter.shape();
      return exact(
          shape.dim(0), aligned(shape.dim(1)), shape.elements() / shape.dim(0) / shape.dim(1));
    }
  }

  /** A depthwise filter {@code [channels, 1, height, width]}, tap by tap. */
  record Taps(WeightExpr filter) implements PackedWeight {
    @Override
    public long floats() {
      Shape shape = filter.shape();
      return exact(aligned(shape.dim(0)), shape.elements() / shape.dim(0), 1);
    }
  }

  /** A vector over channels, each group padded. */
  record Vector(WeightExpr vector, long groups) implements PackedWeight {
    @Override
    public long floats() {
      return exact(groups, aligned(vector.shape().elements() / groups), 1);
    }
  }

  /** The bias of a convolution that has none. */
  record Zeros(long channels, long groups) implements PackedWeight {
    @Override
    public long floats() {
      return exact(groups, aligned(channels / groups), 1);
    }
  }

  /** A tensor in the layout of activations. */
  record Tensor(WeightExpr tensor) implements PackedWeight {
    @Override
    public long floats() {
      return aligned(tensor.shape().elements());
    }
  }

  /** The weights of a step in the order in which its call names them, the filter first. */
  static List<PackedWeight> of(Step step) {
    return switch (step.kernel()) {
      case Convolution c when KernelKey.isDepthwise(step) ->
          withVectors(new Taps(step.weights().getFirst()), step, c.bias(), 1);
      case Convolution c ->
          withVectors(
              new Panels(step.weights().getFirst(), c.groups()), step, c.bias(), c.groups());
      case TransposedConvolution t ->
          withVectors(
              new Phases(step.weights().getFirst(), t.groups(), t.window()),
              step,
              t.bias(),
              t.groups());
      case Kernel.Pointwise _ ->
          step.weights().stream().<PackedWeight>map(w -> new Vector(w, 1)).toList();
      case Kernel.Constant _, Kernel.Gather _ -> List.of(new Tensor(step.weights().getFirst()));
      case Kernel.Pool _,
          Kernel.AdaptiveAveragePool _,
          Kernel.LocalResponseNorm _,
          Kernel.Softmax _,
          Kernel.Resize _,
          Kernel.Reshape _,
          Kernel.Permute _,
          Kernel.Pad _,
          Kernel.Slice _,
          Kernel.Concat _,
          Kernel.ChannelShuffle _,
          Kernel.MatMul _,
          Kernel.Attention _,
          Kernel.Norm _,
          Kernel.SelectiveScan _,
          Kernel.Sinusoid _,
          Kernel.Range _ ->
          List.of();
    };
  }

  private static List<PackedWeight> withVectors(
      PackedWeight filter, Step step, boolean bias, long groups) {
    List<PackedWeight> list = new ArrayList<>(List.of(filter));
    if (!bias) {
      list.add(new Zeros(Extent.of(step.output().type().shape()).channels(), groups));
    }
    step.weights().stream().skip(1).forEach(w -> list.add(new Vector(w, groups)));
    return list;
  }

  private static long aligned(long channels) {
    return Math.multiplyExact(Math.ceilDiv(channels, Packing.ALIGNMENT), (long) Packing.ALIGNMENT);
  }

  private static long exact(long a, long b, long c) {
    return Math.multiplyExact(Math.multiplyExact(a, b), c);
  }
}
