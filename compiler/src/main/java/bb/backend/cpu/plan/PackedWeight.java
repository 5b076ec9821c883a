package bb.backend.cpu.plan;

import bb.backend.layout.Layout;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.runtime.cpu.Packing;
import bb.runtime.cpu.WinogradSize;
import bb.types.Shape;
import java.util.Optional;

/** A weight in the form in which the kernels read it; equal ones are kept once. */
public sealed interface PackedWeight {

  /** How many floats it takes, a multiple of the alignment. */
  long floats();

  /** What it is made from; zeros are made from nothing. */
  default Optional<WeightExpr> expression() {
    return switch (this) {
      case Panels(var filter, _) -> Optional.of(filter);
      case Phases(var filter, _, _) -> Optional.of(filter);
      case Points(var filter, _) -> Optional.of(filter);
      case Taps(var filter) -> Optional.of(filter);
      case Vector(var vector) -> Optional.of(vector);
      case Tensor(var tensor, _) -> Optional.of(tensor);
      case Zeros _ -> Optional.empty();
    };
  }

  /** A filter {@code [out, in / groups, height, width]} in panels. */
  record Panels(WeightExpr filter, long groups) implements PackedWeight {
    @Override
    public long floats() {
      Shape shape = filter.shape();
      return exact(groups, aligned(shape.dim(0) / groups), shape.elements() / shape.dim(0));
    }
  }

  /** A filter {@code [out, in, 3, 3]}, taken to the points of a Winograd convolution. */
  record Points(WeightExpr filter, WinogradSize size) implements PackedWeight {
    @Override
    public long floats() {
      Shape shape = filter.shape();
      return exact(aligned(shape.dim(0)), shape.dim(1), size.points());
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

  /** A vector over channels. */
  record Vector(WeightExpr vector) implements PackedWeight {
    @Override
    public long floats() {
      return aligned(vector.shape().elements());
    }
  }

  /** The bias of a convolution that has none. */
  record Zeros(long channels) implements PackedWeight {
    @Override
    public long floats() {
      return aligned(channels);
    }
  }

  /** A tensor in a layout of activations. */
  record Tensor(WeightExpr tensor, Layout layout) implements PackedWeight {
    @Override
    public long floats() {
      return aligned(tensor.shape().elements());
    }
  }

  private static long aligned(long channels) {
    return Math.multiplyExact(Math.ceilDiv(channels, Packing.ALIGNMENT), (long) Packing.ALIGNMENT);
  }

  private static long exact(long a, long b, long c) {
    return Math.multiplyExact(Math.multiplyExact(a, b), c);
  }
}
