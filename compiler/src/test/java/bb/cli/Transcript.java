package bb.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs command lines as they stand in a document, in the folder of the test's files: a name of a
 * file there, or one that begins with {@code out/}, is made a path, and outputs name it as before.
 */
final class Transcript {
  private static final String FILES = "src/test/resources/cli/files/";

  /** Blanks end a word, but for one in quotes, which is no file. */
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

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

  /** Runs {@code bbc …}, or {@code VARIABLE=value bbc …}. */
  Result run(String command) {
    return run(command, false);
  }

  Result run(String command, boolean colour) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    List<String> words = WORD.matcher(command).results().map(MatchResult::group).toList();
    List<String> set = words.subList(0, words.indexOf("bbc"));
    String[] args = words.stream().skip(set.size() + 1).map(this::argument).toArray(String[]::new);
    Terminal terminal = new Terminal(print(out), print(err), colour, colour, false, false);
    int exit = Main.run(terminal, host(set), args);
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
    if (argument.startsWith("\"")) {
      return argument.substring(1, argument.length() - 1);
    }
    if (argument.startsWith("out/") || argument.equals("out")) {
      return out + argument.substring("out".length());
    }
    boolean file = argument.matches("[^=]*\\.[^=]*") || Files.exists(Path.of(FILES, argument));
    return file && !argument.startsWith("--") ? FILES + argument : argument;
  }

  private String text(String printed) {
    return printed.replace(FILES, "").replace(out.toString(), "out");
  }

  /**
   * A machine that is the same wherever the tests run.
   *
   * @param set the environment: {@code TORNADOVM_HOME=sdk}; {@code ROOT} is the machine's folder
   */
  private Host host(List<String> set) {
    Map<String, String> variables =
        set.stream()
            .map(variable -> variable.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0], pair -> argument(pair[1]), (_, last) -> last, HashMap::new));
    // the files of the test are those of a repository, wherever this is built
    variables.putIfAbsent("GITHUB_WORKSPACE", Path.of("").toAbsolutePath().toString());
    Host.Java java = new Host.Java("25.0.1", Path.of("/opt/jdk-25"), true, true);
    Path root = Path.of(variables.getOrDefault("ROOT", FILES + "machine"));
    return new Host(variables, Path.of("/home/ada"), root, () -> java, Transcript::ask);
  }

  /**
   * What the programs of that machine answer: a file beside them, which may begin with the exit
   * status.
   */
  private static Programs.Answer ask(List<String> command, Path folder, Duration limit) {
    if (command.getFirst().equals("git")) {
      // a repository that has one branch, and not what is asked for
      if (command.contains("--show-toplevel")) {
        return new Programs.Answer(0, folder + "\n");
      }
      return command.contains("branch")
          ? new Programs.Answer(0, "origin/master\n")
          : new Programs.Answer(128, "");
    }
    boolean java = command.getFirst().equals("/opt/jdk-25/bin/java");
    Path file = java ? folder.resolve("java.answer") : Path.of(command.getFirst() + ".answer");
    try {
      String answer = Files.readString(file);
      Matcher status = Pattern.compile("exit (-?\\d+)\n").matcher(answer);
      return status.lookingAt()
          ? new Programs.Answer(Integer.parseInt(status.group(1)), answer.substring(status.end()))
          : new Programs.Answer(0, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
