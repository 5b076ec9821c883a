import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A running engine, seen from outside: the other end of {@link Side}. */
final class Rival implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;
  private final double firstSeconds;

  /**
   * Starts it and waits for its first answer.
   *
   * @param command to which the time is added
   */
  Rival(List<String> command, Path log) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.add(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
    process = new ProcessBuilder(all).redirectError(log.toFile()).start();
    answers = new BufferedReader(new InputStreamReader(process.getInputStream()));
    orders = new PrintStream(process.getOutputStream(), true);
    try {
      firstSeconds = Long.parseLong(answer("first").getFirst()) / 1e6;
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Seconds from its start to its first answer. */
  double firstSeconds() {
    return firstSeconds;
  }

  /** Runs it for a while; milliseconds of each run. */
  double[] go(int millis) throws IOException {
    orders.println("go " + millis);
    return answer("times").stream().mapToDouble(nanos -> Long.parseLong(nanos) / 1e6).toArray();
  }

  /** Has it write its answer. */
  void write(Path folder) throws IOException {
    orders.println("answer " + folder);
    answer("written");
  }

  /** Ends it; the most memory that it had, in MB. */
  double peakMegabytes() throws IOException {
    orders.println("quit");
    return Long.parseLong(answer("peak").getFirst()) / 1024.0;
  }

  private List<String> answer(String to) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new Options.Mistake(process.info().commandLine().orElse("an engine") + " has died");
    }
    List<String> words = Arrays.asList(line.split(" "));
    if (!words.getFirst().equals(to)) {
      throw new IllegalStateException(line);
    }
    return words.subList(1, words.size());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
