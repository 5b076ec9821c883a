import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * One engine in a process of its own, which does what it is told on standard input and answers each
 * line with a line, so that two engines can be measured in turn.
 */
final class Side {
  private static final int FEWEST_RUNS = 3;

  private Side() {}

  /**
   * Loads a network, computes a first answer, and then obeys {@code go MILLIS}, {@code answer
   * FOLDER} and {@code quit}.
   *
   * @param arguments the folder of the inputs, the batch, the threads, and the microsecond since
   *     1970 at which this process was started
   */
  static void serve(Network.Loader loader, List<String> arguments) throws Exception {
    Network network =
        loader.load(
            Path.of(arguments.get(0)),
            Integer.parseInt(arguments.get(1)),
            Integer.parseInt(arguments.get(2)));
    network.run();
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    say("first " + (now - Long.parseLong(arguments.get(3))));
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "go" -> say("times" + times(network, Long.parseLong(words[1])));
        case "answer" -> {
          write(network.answer(), Path.of(words[1]));
          say("written");
        }
        case "quit" -> {
          say("peak " + peakKilobytes());
          return;
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  /** Runs for a while; nanoseconds of each run. */
  private static StringBuilder times(Network network, long millis) throws Exception {
    StringBuilder times = new StringBuilder();
    long end = System.nanoTime() + millis * 1_000_000;
    long start = System.nanoTime();
    for (int i = 0; i < FEWEST_RUNS || start < end; i++) {
      network.run();
      long now = System.nanoTime();
      times.append(' ').append(now - start);
      start = now;
    }
    return times;
  }

  private static void write(Map<String, float[]> answer, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, float[]> output : answer.entrySet()) {
      Floats.write(Network.file(folder, output.getKey()), output.getValue());
    }
  }

  /** The most memory that this process has had, as Linux counts it; 0 where nobody counts. */
  private static long peakKilobytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
