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
    Map<String, Double> layers = new LinkedHashMap<>();
    try (RecordingFile file = new RecordingFile(Path.of(arguments[0]))) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        String name = event.getEventType().getName();
        if (name.equals("bb.Predict") && event.getString("network").equals(network)) {
          predictions.add(millis(event.getDuration()));
        } else if (name.equals("bb.Layer") && event.getString("network").equals(network)) {
          layers.merge(event.getString("layer"), millis(event.getDuration()), Double::sum);
        }
      }
    }
    if (predictions.isEmpty() || layers.isEmpty()) {
      System.err.println("no bb.Predict and bb.Layer events of " + network + " in " + arguments[0]);
      System.exit(1);
    }
    print(predictions, layers);
    Part root = new Part(network);
    layers.forEach((layer, millis) -> add(root, layer, millis / predictions.size()));
    Files.writeString(Path.of(arguments[2]), Flame.svg(root));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static void print(List<Double> predictions, Map<String, Double> layers) {
    List<Double> sorted = predictions.stream().sorted().toList();
    double all = layers.values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf(
        Locale.ROOT,
        "%d predictions: the median takes %.1f ms, the longest %.1f ms%n%n",
        sorted.size(),
        sorted.get(sorted.size() / 2),
        sorted.getLast());
    System.out.println(" share  mean ms  layers");
    layers.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
        .limit(TOP)
        .forEach(entry ->
            System.out.printf(
                Locale.ROOT,
                "%5.1f%% %8.2f  %s%n",
                100 * entry.getValue() / all,
                entry.getValue() / sorted.size(),
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
