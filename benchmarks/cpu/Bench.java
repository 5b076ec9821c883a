import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast compiled networks are beside ONNX Runtime. {@code java benchmarks/cpu/Bench.java --help}
 * lists the options; README.md says what is measured and how.
 */
final class Bench {
  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";

  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = List.of(arguments);
    if (words.contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    try {
      run(Options.parse(words));
    } catch (Options.Mistake mistake) {
      System.err.println("error: " + mistake.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options) throws IOException, InterruptedException {
    Workshop workshop = new Workshop(root());
    say("building");
    workshop.open();
    for (Zoo network : options.networks()) {
      say("preparing " + network.title);
      workshop.make(network);
    }
    double peak = workshop.peak();
    String machine = machine(workshop, peak);
    say(machine);
    Contest contest = new Contest(workshop, options);
    List<Row> rows = new ArrayList<>();
    for (int batch : options.batches()) {
      for (Zoo network : options.networks()) {
        for (int threads : options.threads()) {
          Row row = contest.row(network, batch, threads);
          rows.add(row);
          say(line(row));
        }
      }
    }
    Report report = new Report(machine, peak, rows);
    System.out.print(report.tables());
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), report.json());
    }
    if (options.page().isPresent()) {
      replace(options.page().get(), report.tables());
    }
  }

  private static String line(Row row) {
    return String.format(
        Locale.ROOT,
        "%-24s batch %d, threads %d: bb %8.2f ms, ONNX Runtime %8.2f ms, ratio %.2f",
        row.network().title,
        row.batch(),
        row.threads(),
        row.bb().median(),
        row.ort().median(),
        row.ratio());
  }

  private static String machine(Workshop workshop, double peak)
      throws IOException, InterruptedException {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %.0f GFLOP/s each, Java %s, ONNX Runtime %s, bb %s, %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        peak,
        Runtime.version(),
        workshop.version(),
        workshop.commit(),
        LocalDate.now());
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static void replace(Path page, String tables) throws IOException {
    String text = Files.readString(page);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END);
    if (from < 0 || to < from) {
      throw new Options.Mistake(page + " has no lines " + BEGIN.strip() + " and " + END.strip());
    }
    Files.writeString(
        page, text.substring(0, from) + BEGIN + "\n" + tables + "\n" + text.substring(to));
  }

  /** The project's folder: this one, or the one above it that holds the launcher. */
  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("bbc")) && Files.exists(at.resolve("benchmarks/cpu"))) {
        return at;
      }
    }
    throw new Options.Mistake("start this in the project's folder");
  }

  private static void say(String what) {
    System.err.println(what);
  }
}
