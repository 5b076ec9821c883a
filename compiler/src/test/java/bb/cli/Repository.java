package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repository of git that a test makes, and {@code bbc} in it, with git's own program. */
record Repository(Path folder) {
  static Repository in(Path folder) throws IOException, InterruptedException {
    Repository repository = new Repository(folder);
    repository.git("init", "--quiet", "--initial-branch=main");
    return repository;
  }

  /** What a command line printed, and how it ended. */
  record Result(int exit, String out, String err) {}

  Result bbc(String... arguments) {
    return bbc(Map.of(), arguments);
  }

  /**
   * @param variables that the programs see that are asked
   */
  Result bbc(Map<String, String> variables, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(print(out), print(err), false, false, false, false);
    Host here = Host.system();
    Host host =
        new Host(here.variables(), here.home(), here.root(), here.java(), Programs.with(variables));
    int exit = Main.run(terminal, host, arguments);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  String path(String file) {
    return folder.resolve(file).toString();
  }

  String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Commits all that there is. */
  void commit(String message) throws IOException, InterruptedException {
    git("add", ".");
    git("commit", "--quiet", "-m", message);
  }

  void git(String... arguments) throws IOException, InterruptedException {
    answer(arguments);
  }

  /** What git says, without the end of its line. */
  String answer(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    return answer.strip();
  }

  /** Where an object lies by itself. */
  Path object(String id) {
    return folder.resolve(".git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
  }
}
