package bb.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The files of a revision of a git repository, read with the {@code git} program; paths are those
 * of the working tree.
 *
 * @param revision as git resolved it, so that it is no option
 */
record GitStore(Programs programs, String revision) implements SourceStore {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public boolean exists(Path path) {
    return git(path, "cat-file", "-e", at(path)).isGood();
  }

  @Override
  public byte[] read(Path path) throws IOException {
    SourceStore.requireEnding(path, "its name does not end in `.bb`");
    Programs.Answer answer = git(path, "show", at(path));
    if (!answer.isGood()) {
      throw new IOException("it is not in this revision");
    }
    byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
    SourceStore.requireSize(bytes);
    return bytes;
  }

  private String at(Path path) {
    return revision + ":./" + path.getFileName();
  }

  private Programs.Answer git(Path path, String... arguments) {
    return git(programs, path, arguments);
  }

  /** Asks git in the folder of a file. */
  static Programs.Answer git(Programs programs, Path path, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return programs.ask(command, path.toAbsolutePath().getParent(), LIMIT);
  }
}
