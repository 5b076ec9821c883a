import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two engines in turn, each in a process of its own, on the same network and input. */
final class Contest {
  /** Answers that are further apart than this are not worth timing. */
  private static final double TOLERANCE = 1e-3;

  private final Workshop workshop;
  private final Options options;

  Contest(Workshop workshop, Options options) {
    this.workshop = workshop;
    this.options = options;
  }

  Row row(Zoo network, int batch, int threads) throws IOException, InterruptedException {
    List<String> setting =
        List.of(
            workshop.inputs(network, batch).toString(),
            Integer.toString(batch),
            Integer.toString(threads));
    Path answers = workshop.home().resolve("answers").resolve(network.network + "-" + batch);
    Trial ours = new Trial(workshop.side(network, setting), answers.resolve("bb"));
    Trial theirs = new Trial(workshop.otherSide(network, setting), answers.resolve("ort"));
    double distance = Double.NaN;
    for (int round = 0; round < options.rounds(); round++) {
      ours.round();
      theirs.round();
      if (round == 0) {
        distance = distance(theirs.answer, ours.answer);
        if (!(distance < TOLERANCE)) {
          throw new Options.Mistake(
              network.title + ": the answers are " + distance + " apart, which is not the same");
        }
      }
    }
    double gigaflops = 2e-9 * workshop.macs(network) * batch;
    return new Row(network, batch, threads, gigaflops, distance, ours.score(), theirs.score());
  }

  /** One engine's part. */
  private final class Trial {
    private final List<String> command;
    private final Path answer;
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> first = new ArrayList<>();
    private final List<Double> megabytes = new ArrayList<>();

    Trial(List<String> command, Path answer) {
      this.command = command;
      this.answer = answer;
    }

    void round() throws IOException, InterruptedException {
      try (Rival rival = new Rival(command, workshop.home().resolve("log"))) {
        if (millis.isEmpty()) {
          rival.write(answer);
        }
        rival.go(options.warmUpMillis());
        millis.add(Row.median(rival.go(options.millis())));
        first.add(rival.firstSeconds());
        megabytes.add(rival.peakMegabytes());
      }
    }

    Row.Score score() {
      return new Row.Score(millis, first, megabytes);
    }
  }

  /** The largest of an output. */
  private static double distance(Path expected, Path found) throws IOException {
    double largest = 0;
    try (DirectoryStream<Path> outputs = Files.newDirectoryStream(expected)) {
      for (Path output : outputs) {
        largest =
            Math.max(
                largest,
                Floats.distance(
                    Floats.read(output), Floats.read(found.resolve(output.getFileName()))));
      }
    }
    return largest;
  }
}
