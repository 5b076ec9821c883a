package bb.ops;

import bb.kernel.Numbers;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * A layer with its arguments: everything the compiler knows of it is in its own file, and the line
 * in {@link Operators} makes it known. Implementations are records; {@code spec} names them for the
 * reader, {@link #infer} checks and computes the shape, {@link #parameters} declares the learned
 * tensors, {@link #lower} says what it computes. Parameter and multiply-add counts, both backends,
 * the interpreter and the reference page follow from these.
 */
public interface Operator {
  OpSpec spec();

  /** The type of the output, or why there is none. The number of inputs fits the spec's arity. */
  Inference infer(List<TensorType> inputs);

  /**
   * The types of the outputs after the first, of a layer that yields a tuple. Called only after a
   * successful {@link #infer}.
   */
  default List<TensorType> further(List<TensorType> inputs) {
    return List.of();
  }

  /** The axis that the call states, of a layer that mostly works on channels. */
  default Optional<Long> statedAxis() {
    return Optional.empty();
  }

  /**
   * What is wrong with numbers that are known when the file is compiled. Called only after a
   * successful {@link #infer}.
   *
   * @param known those of each input, if it is a constant
   */
  default Optional<Inference.Failed> checkNumbers(
      List<TensorType> inputs, List<Optional<Numbers>> known) {
    return Optional.empty();
  }

  /**
   * What else may be meant, where it takes for features the last axis of a tensor that does not say
   * what it is.
   */
  default Optional<String> assumedFeatures(List<TensorType> inputs) {
    return Optional.empty();
  }

  /**
   * Whether an element of the output is made of those at its place in the inputs and of nothing
   * else, where the inputs have the shape of the output.
   */
  default boolean isElementwise() {
    return false;
  }

  /** The layer's own tensors, in PyTorch's order. Called only after a successful {@link #infer}. */
  default List<ParameterSpec> parameters(List<TensorType> inputs) {
    return List.of();
  }

  /**
   * How PyTorch writes this layer. Called only after a successful {@link #infer}.
   *
   * @param in what flows in, and what flows out
   */
  Spelling torch(TorchInputs in);

  /**
   * Appends the kernels that compute this layer and returns the value that flows out; a layer that
   * does nothing at inference returns its input.
   *
   * @param parameters one expression for each of {@link #parameters}, in order
   */
  Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output);

  /** As {@link #lower}: all that flows out, in the order of {@link #further}. */
  default List<Value> lowerAll(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return List.of(lower(builder, inputs, parameters, output));
  }
}
