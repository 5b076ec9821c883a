package bb.cli;

import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.io.Inputs;
import bb.runtime.io.Weights;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A network that is ready to be measured, with synthetic weights and input.
 *
 * @param first milliseconds of the first run, cold
 * @param load milliseconds of making the weights and the model of them
 */
record Warm(Model model, Map<String, Tensor> inputs, int threads, double first, double load) {
  /**
   * The compilers of the virtual machine are given as many runs, and as much time, at the least.
   */
  private static final int RUNS = 5;

  private static final double MILLIS = 2000;

  static Warm up(Session session, Engine.Loaded loaded, int batch, int threads) {
    session.stage("warming up " + loaded.card().network());
    long start = System.nanoTime();
    Model model = loaded.model().withWeights(Weights.open("synthetic"));
    double load = millisSince(start);
    Map<String, Tensor> inputs =
        Inputs.read(loaded.card(), List.of("synthetic"), OptionalInt.of(batch)).tensors();
    Warm cold = new Warm(model, inputs, threads, 0, load);
    double first = cold.run();
    double spent = first;
    for (int i = 1; i < RUNS || spent < MILLIS; i++) {
      spent += cold.run();
    }
    session.stage("measuring " + loaded.card().network());
    return new Warm(model, inputs, threads, first, load);
  }

  /** Milliseconds of a run. */
  double run() {
    long start = System.nanoTime();
    model.predict(inputs, threads);
    return millisSince(start);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
