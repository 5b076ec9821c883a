package bb.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs command lines as they stand in a document, in the folder of the test's files: a name of a
 * file there, or one that begins with {@code out/}, is made a path, and outputs name it as before.
 */
final class Transcript {
  private static final String FILES = "src/test/resources/cli/files/";

  private final Path out;

  /**
   * @param out what {@code out/} stands for
   */
  Transcript(Path out) {
    this.out = out;
  }

  /** What one command line printed, and how it ended. */
  record Result(String out, String err, int exit) {
    /** As a terminal would show it, the product first. */
    String screen() {
      return out + err;
    }
  }

  /** Runs {@code bbc …}. */
  Result run(String command) {
    return run(command, false);
  }

  Result run(String command, boolean colour) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    String[] args =
        Stream.of(command.split(" ")).skip(1).map(this::argument).toArray(String[]::new);
    Terminal terminal = new Terminal(print(out), print(err), colour, colour, false, false);
    int exit = Main.run(terminal, args);
    return new Result(
        text(out.toString(StandardCharsets.UTF_8)),
        text(err.toString(StandardCharsets.UTF_8)),
        exit);
  }

  String content(String file) throws IOException {
    return text(Files.readString(out.resolve(file)));
  }

  /** The names of the files in {@code out/}. */
  String listing() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      List<String> names = files.map(file -> "out/" + file.getFileName()).sorted().toList();
      return String.join("\n", names) + "\n";
    }
  }

  private String argument(String argument) {
    if (argument.startsWith("out/") || argument.equals("out")) {
      return out + argument.substring("out".length());
    }
    return argument.contains(".") ? FILES + argument : argument;
  }

  private String text(String printed) {
    return printed.replace(FILES, "").replace(out.toString(), "out");
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
