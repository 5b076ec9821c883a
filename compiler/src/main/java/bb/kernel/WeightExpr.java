package bb.kernel;

import bb.types.Shape;
import bb.types.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a kernel's weight is made from the tensors of a checkpoint, once, when a model is loaded.
 * Passes fold batch normalisation by building larger expressions; backends choose the packing.
 */
public sealed interface WeightExpr {
  Shape shape();

  /** A tensor of the checkpoint, by its full name. */
  record Tensor(String name, Shape shape) implements WeightExpr {}

  /** Numbers that the compiler knows, in row-major order; no tensor of the checkpoint. */
  record Literal(TensorType type, Numbers numbers) implements WeightExpr {
    @Override
    public Shape shape() {
      return type.shape();
    }
  }

  /** gamma / sqrt(variance + eps), gamma = 1 if absent. */
  record NormScale(Optional<WeightExpr> gamma, WeightExpr variance, double eps)
      implements WeightExpr {
    @Override
    public Shape shape() {
      return variance.shape();
    }
  }

  /** beta - mean * scale, beta = 0 if absent. */
  record NormShift(Optional<WeightExpr> beta, WeightExpr mean, WeightExpr scale)
      implements WeightExpr {
    @Override
    public Shape shape() {
      return mean.shape();
    }
  }

  /** {@code filter} with slice i along axis 0 multiplied by {@code scale[i]}. */
  record ScaledFilter(WeightExpr filter, WeightExpr scale) implements WeightExpr {
    @Override
    public Shape shape() {
      return filter.shape();
    }
  }

  /** {@code filter} with slice i along axis 1 multiplied by {@code scale[i]}. */
  record ScaledColumns(WeightExpr filter, WeightExpr scale) implements WeightExpr {
    @Override
    public Shape shape() {
      return filter.shape();
    }
  }

  /**
   * What a filter of points {@code [out, in, 1, 1]} makes of a vector {@code shift}, and its bias:
   * {@code bias + filter * shift}, bias = 0 if absent.
   */
  record ShiftedBias(Optional<WeightExpr> bias, WeightExpr filter, WeightExpr shift)
      implements WeightExpr {
    @Override
    public Shape shape() {
      return Shape.of(filter.shape().dim(0));
    }
  }

  /**
   * Slices along axis 0 of {@code direction}, each scaled to the Euclidean length {@code length[i]}
   * (Salimans and Kingma, 2016).
   */
  record Rescaled(WeightExpr direction, WeightExpr length) implements WeightExpr {
    @Override
    public Shape shape() {
      return direction.shape();
    }
  }

  /**
   * A weight divided by what it does to a unit vector (Miyato et al., 2018): by {@code transpose(u)
   * * matrix * v}, where the matrix has the slices along {@code axis} as its rows.
   */
  record Bounded(WeightExpr weight, WeightExpr u, WeightExpr v, int axis) implements WeightExpr {
    @Override
    public Shape shape() {
      return weight.shape();
    }
  }

  /** bias * scale + shift, bias = 0 if absent. */
  record FoldedBias(Optional<WeightExpr> bias, WeightExpr scale, WeightExpr shift)
      implements WeightExpr {
    @Override
    public Shape shape() {
      return shift.shape();
    }
  }

  /** The same elements in row-major order under another shape. */
  record Reshaped(WeightExpr weight, Shape shape) implements WeightExpr {}

  /** The elements of all, joined along axis 0. */
  record Concatenated(List<WeightExpr> weights) implements WeightExpr {
    public Concatenated {
      weights = List.copyOf(weights);
    }

    @Override
    public Shape shape() {
      long size = weights.stream().mapToLong(weight -> weight.shape().dim(0)).sum();
      return weights.getFirst().shape().with(0, size);
    }
  }

  /** {@code count} slices along axis 0, from {@code start}. */
  record Rows(WeightExpr weight, long start, long count) implements WeightExpr {
    @Override
    public Shape shape() {
      return weight.shape().with(0, count);
    }
  }

  /** Slices along {@code axis}, those of one run after those of the other. */
  record Picked(WeightExpr weight, int axis, List<Run> runs) implements WeightExpr {
    public Picked {
      runs = List.copyOf(runs);
    }

    @Override
    public Shape shape() {
      return weight.shape().with(axis, runs.stream().mapToLong(Run::count).sum());
    }
  }

  /** {@code count} indices, the first and those that follow in steps of {@code step}. */
  record Run(long first, long step, long count) {
    public long last() {
      return first + step * (count - 1);
    }
  }

  /** A matrix with its axes exchanged. */
  record Transposed(WeightExpr weight) implements WeightExpr {
    @Override
    public Shape shape() {
      return Shape.of(weight.shape().dim(1), weight.shape().dim(0));
    }
  }

  /** The expressions this one is made of. */
  default List<WeightExpr> parts() {
    return switch (this) {
      case Tensor _, Literal _ -> List.of();
      case NormScale(var gamma, var variance, _) -> some(gamma, variance);
      case NormShift(var beta, var mean, var scale) -> some(beta, mean, scale);
      case ScaledFilter(var filter, var scale) -> List.of(filter, scale);
      case ScaledColumns(var filter, var scale) -> List.of(filter, scale);
      case ShiftedBias(var bias, var filter, var shift) -> some(bias, filter, shift);
      case Rescaled(var direction, var length) -> List.of(direction, length);
      case Bounded(var weight, var u, var v, _) -> List.of(weight, u, v);
      case FoldedBias(var bias, var scale, var shift) -> some(bias, scale, shift);
      case Reshaped(var weight, _) -> List.of(weight);
      case Concatenated(var weights) -> weights;
      case Rows(var weight, _, _) -> List.of(weight);
      case Picked(var weight, _, _) -> List.of(weight);
      case Transposed(var weight) -> List.of(weight);
    };
  }

  /** The tensors of the checkpoint that this expression reads. */
  default Stream<Tensor> tensors() {
    return this instanceof Tensor tensor
        ? Stream.of(tensor)
        : parts().stream().flatMap(WeightExpr::tensors);
  }

  private static List<WeightExpr> some(Optional<WeightExpr> first, WeightExpr... rest) {
    return Stream.concat(first.stream(), Stream.of(rest)).toList();
  }
}
