package bb.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a network takes, in milliseconds.
 *
 * @param first the first run, cold
 * @param load making the weights and the model of them
 */
record Bench(double median, double min, double max, int runs, double first, double load) {
  static Bench measure(Session session, Engine.Loaded loaded, int batch, int threads, int runs) {
    Warm warm = Warm.up(session, loaded, batch, threads);
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      session.step(i, runs);
      times[i] = warm.run();
    }
    Arrays.sort(times);
    return new Bench(median(times), times[0], times[runs - 1], runs, warm.first(), warm.load());
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

  private static double rounded(double millis) {
    return Math.rint(millis * 1000) / 1000;
  }
}
