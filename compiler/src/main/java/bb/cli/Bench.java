package bb.cli;

import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.io.Inputs;
import bb.runtime.io.Weights;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How long a network takes, in milliseconds.
 *
 * @param first the first run, cold
 * @param load making the weights and the model of them
 */
record Bench(double median, double min, double max, int runs, double first, double load) {
  /**
   * The compilers of the virtual machine are given as many runs, and as much time, at the least.
   */
  private static final int WARM_UP_RUNS = 5;

  private static final double WARM_UP_MILLIS = 2000;

  static Bench measure(Session session, Engine.Loaded loaded, int batch, int threads, int runs) {
    session.stage("warming up " + loaded.card().network());
    long start = System.nanoTime();
    Model model = loaded.model().withWeights(Weights.open("synthetic"));
    double load = millisSince(start);
    Map<String, Tensor> inputs =
        Inputs.read(loaded.card(), List.of("synthetic"), OptionalInt.of(batch)).tensors();
    double first = run(model, inputs, threads);
    double spent = first;
    for (int i = 1; i < WARM_UP_RUNS || spent < WARM_UP_MILLIS; i++) {
      spent += run(model, inputs, threads);
    }
    session.stage("measuring " + loaded.card().network());
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      session.step(i, runs);
      times[i] = run(model, inputs, threads);
    }
    Arrays.sort(times);
    return new Bench(median(times), times[0], times[runs - 1], runs, first, load);
  }

  /** The middle of sorted numbers. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  String json() {
    var object = new JsonObject();
    object.put("median_ms", rounded(median));
    object.put("min_ms", rounded(min));
    object.put("max_ms", rounded(max));
    object.put("runs", runs);
    object.put("first_ms", rounded(first));
    object.put("load_ms", rounded(load));
    return JsonWriter.string(object) + "\n";
  }

  String text(int batch) {
    return String.format(
        Locale.ROOT,
        """
        median  %10.3f ms  (%,.1f examples/s)
        min     %10.3f ms
        max     %10.3f ms
        runs    %10d
        first   %10.3f ms
        load    %10.3f ms
        """,
        median,
        batch * 1000 / median,
        min,
        max,
        runs,
        first,
        load);
  }

  private static double run(Model model, Map<String, Tensor> inputs, int threads) {
    long start = System.nanoTime();
    model.predict(inputs, threads);
    return millisSince(start);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double rounded(double millis) {
    return Math.rint(millis * 1000) / 1000;
  }
}
