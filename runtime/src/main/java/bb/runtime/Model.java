package bb.runtime;

import bb.runtime.engine.Inputs;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network with its weights, ready to answer. Immutable and safe to share between threads; there
 * is nothing to close. Compiled models are final classes that implement this.
 *
 * <p>Whatever a call is given and throws, the model answers the next one. All methods that take
 * numbers throw
 *
 * <ul>
 *   <li>{@link NullPointerException} if what they are given is null,
 *   <li>{@link UserError} if an input is missing or unknown (BB0624), if it has another shape or
 *       size (BB0623), if batches differ (BB0625), or if a token id is none (BB0626; NaN is none
 *       either). Other inputs may be NaN or infinite, and the answer is what follows from that,
 *   <li>{@link PredictionStopped} if the calling thread is interrupted, or by {@link Options}.
 * </ul>
 */
public interface Model {
  /** What the network is. */
  ModelInfo info();

  /** What runs it. */
  EngineInfo engine();

  /**
   * Names the steps of the network in the order in which they are computed: each by the layers that
   * it computes, and where they stand in the source. Empty where that is not known.
   */
  default List<String> layers() {
    return List.of();
  }

  /**
   * Runs the network on a batch, into arrays that the caller owns and may use again.
   *
   * @param inputs a tensor for each of the model's inputs, all with the same batch
   * @param outputs a tensor for each output, with the batch of the inputs; none of the arrays is an
   *     input's. After an exception they hold nothing of use
   */
  void predictInto(Map<String, Tensor> inputs, Map<String, Tensor> outputs, Options options);

  /**
   * Runs the network on a batch.
   *
   * @param inputs a tensor for each of the model's inputs, all with the same batch
   * @return a tensor for each output, in the model's order
   */
  default Map<String, Tensor> predict(Map<String, Tensor> inputs, Options options) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(options, "options");
    Inputs.checkShapes(info(), inputs);
    Map<String, Tensor> outputs = Inputs.outputs(info(), Inputs.batch(info(), inputs));
    predictInto(inputs, outputs, options);
    return outputs;
  }

  /**
   * {@link #predict(Map, Options)} with a number of threads.
   *
   * @param threads how many threads to use at the most; 0 means one per processor
   * @throws IllegalArgumentException if it is negative
   */
  default Map<String, Tensor> predict(Map<String, Tensor> inputs, int threads) {
    return predict(inputs, threads == 0 ? Options.DEFAULT : Options.DEFAULT.threads(threads));
  }

  /** {@link #predict(Map, Options)} on as many processors as the work is worth. */
  default Map<String, Tensor> predict(Map<String, Tensor> inputs) {
    return predict(inputs, Options.DEFAULT);
  }

  /**
   * Runs a network of one input and one output on one or more examples laid one after the other.
   *
   * @return the output's numbers in the same order
   * @throws UserError if the network has several inputs or outputs, too: BB0624
   */
  default float[] predict(float[] input) {
    return predict(input, Options.DEFAULT);
  }

  /** {@link #predict(float[])} as {@code options} say. */
  default float[] predict(float[] input, Options options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(options, "options");
    Map<String, Tensor> inputs = Inputs.single(info(), input);
    Map<String, Tensor> outputs = Inputs.outputs(info(), Inputs.batch(info(), inputs));
    predictInto(inputs, outputs, options);
    return outputs.get(info().outputs().getFirst().name()).data();
  }

  /**
   * {@link #predict(float[])} into an array that the caller owns and may use again.
   *
   * @param output as long as what {@link #predict(float[])} returns; not the input's array
   */
  default void predictInto(float[] input, float[] output) {
    predictInto(input, output, Options.DEFAULT);
  }

  /** {@link #predictInto(float[], float[])} as {@code options} say. */
  default void predictInto(float[] input, float[] output, Options options) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(options, "options");
    Map<String, Tensor> inputs = Inputs.single(info(), input);
    int batch = Inputs.batch(info(), inputs);
    predictInto(inputs, Inputs.singleOutput(info(), output, batch), options);
  }

  /**
   * Answers a few examples of zeros, so that the next answer takes no longer than those after it:
   * for a service, before it says that it is ready. It takes a second or two where kernels have yet
   * to be compiled.
   *
   * @throws PredictionStopped if the calling thread is interrupted
   */
  default void warmUp() {
    Inputs.warmUp(this);
  }
}
