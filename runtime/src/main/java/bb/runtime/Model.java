package bb.runtime;

import java.util.Map;

/**
 * A network with its weights, ready to answer. Immutable and safe to share between threads; there
 * is nothing to close. Compiled models are final classes that implement this.
 */
public interface Model {
  ModelInfo info();

  /** What runs it. */
  EngineInfo engine();

  /**
   * Runs the network on a batch.
   *
   * @param inputs a tensor for each of the model's inputs, all with the same batch
   * @param threads how many threads to use at the most; 0 means one per processor. What is little
   *     work runs on fewer, down to the caller's alone
   * @return a tensor for each output, in the model's order
   * @throws UserError if an input is missing, unknown or misshaped
   */
  Map<String, Tensor> predict(Map<String, Tensor> inputs, int threads);

  /** {@link #predict(Map, int)} on as many processors as the work is worth. */
  default Map<String, Tensor> predict(Map<String, Tensor> inputs) {
    return predict(inputs, 0);
  }

  /**
   * Runs a network of one input and one output on one or more examples laid one after the other.
   *
   * @return the output's numbers in the same order
   */
  float[] predict(float[] input);
}
