import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Draws where the time of a network goes, by a flight recording with {@code bb.Predict} and {@code
 * bb.Layer} events: {@code java benchmarks/flight/Flight.java app.jfr NETWORK flight.svg}.
 */
final class Flight {
  private static final int TOP = 12;

  private Flight() {}

  /** A layer or a part of a network, which takes what its parts do. */
  static final class Part {
    final String name;
    final Map<String, Part> parts = new LinkedHashMap<>();
    double millis;

    Part(String name) {
      this.name = name;
    }

    int depth() {
      return 1 + parts.values().stream().mapToInt(Part::depth).max().orElse(0);
    }
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("Flight RECORDING.jfr NETWORK OUT.svg");
      System.exit(64);
    }
    String network = arguments[1];
    List<Double> predictions = new ArrayList<>();
    Map<String, List<Double>> events = new LinkedHashMap<>();
    try (RecordingFile file = new RecordingFile(Path.of(arguments[0]))) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        String name = event.getEventType().getName();
        if (name.equals("bb.Predict") && event.getString("network").equals(network)) {
          predictions.add(millis(event.getDuration()));
        } else if (name.equals("bb.Layer") && event.getString("network").equals(network)) {
          events
              .computeIfAbsent(event.getString("layer"), layer -> new ArrayList<>())
              .add(millis(event.getDuration()));
        }
      }
    }
    if (predictions.isEmpty() || events.isEmpty()) {
      System.err.println("no bb.Predict and bb.Layer events of " + network + " in " + arguments[0]);
      System.exit(1);
    }
    Map<String, Double> layers = new LinkedHashMap<>();
    events.forEach((layer, millis) ->
        layers.put(layer, undisturbed(millis) * millis.size() / predictions.size()));
    print(predictions, layers);
    Part root = new Part(network);
    layers.forEach((layer, millis) -> add(root, layer, millis));
    Files.writeString(Path.of(arguments[2]), Flame.svg(root));
  }

  /**
   * What a step takes that nothing disturbs, of many times: neither the first predictions nor what
   * else the machine has done is a part of it.
   */
  private static double undisturbed(List<Double> millis) {
    return millis.stream().sorted().toList().get(millis.size() / 20);
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static void print(List<Double> predictions, Map<String, Double> layers) {
    double all = layers.values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf(
        Locale.ROOT,
        "%d predictions, of %.1f ms where nothing disturbs them%n%n",
        predictions.size(),
        all);
    System.out.println(" share        ms  layers");
    layers.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
        .limit(TOP)
        .forEach(entry ->
            System.out.printf(
                Locale.ROOT,
                "%5.1f%% %9.2f  %s%n",
                100 * entry.getValue() / all,
                entry.getValue(),
                entry.getKey()));
  }

  /** Puts a step below the parts that the name of its first layer says: {@code layer1.0.conv1}. */
  private static void add(Part root, String step, double millis) {
    String layers = step.replaceFirst(" \\([^()]*\\)$", "");
    String[] path = layers.split(",")[0].split("\\.");
    Part at = root;
    at.millis += millis;
    for (int i = 0; i < path.length; i++) {
      // the leaf says all that it computes
      String name = i < path.length - 1 ? path[i] : layers.substring(layers.indexOf(path[i]));
      at = at.parts.computeIfAbsent(name, Part::new);
      at.millis += millis;
    }
  }
}
