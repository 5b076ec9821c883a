package bb.ops;

import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;

/** A tensor that a layer owns, by its local name: {@code weight}, {@code running_mean}. */
public record ParameterSpec(String name, TensorType type, Role role) {
  /** Whether training changes the tensor by gradient, or it is state that a checkpoint keeps. */
  public enum Role {
    TRAINABLE,
    /** Used at inference. */
    BUFFER,
    /** Kept in checkpoints only; a weight file may lack it. */
    BOOKKEEPING
  }

  public static ParameterSpec trainable(String name, Shape shape) {
    return new ParameterSpec(name, TensorType.float32(shape), Role.TRAINABLE);
  }

  public static ParameterSpec buffer(String name, Shape shape) {
    return new ParameterSpec(name, TensorType.float32(shape), Role.BUFFER);
  }

  public static ParameterSpec counter(String name) {
    return new ParameterSpec(name, new TensorType(DType.INT64, Shape.of()), Role.BOOKKEEPING);
  }
}
