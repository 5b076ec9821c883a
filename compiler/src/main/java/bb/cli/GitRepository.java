package bb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository of git, asked with the {@code git} program.
 *
 * @param top the root of its working tree
 */
record GitRepository(Programs programs, Path top) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** That in which a file lies, or lay; empty if there is none, or no git. */
  static Optional<GitRepository> of(Programs programs, Path file) {
    Programs.Answer top = git(programs, nearestFolder(file), "rev-parse", "--show-toplevel");
    return top.isGood()
        ? Optional.of(new GitRepository(programs, Path.of(top.text().strip())))
        : Optional.empty();
  }

  /** What a word means; as git resolved it, it is no option. Empty if it is no commit. */
  Optional<String> commit(String word) {
    if (word.startsWith("-")) {
      return Optional.empty();
    }
    Programs.Answer commit = git("rev-parse", "--verify", "--quiet", word + "^{commit}");
    return commit.isGood() ? Optional.of(commit.text().strip()) : Optional.empty();
  }

  List<String> branches() {
    Programs.Answer names = git("branch", "--all", "--format=%(refname:short)");
    return names.isGood() ? names.text().lines().toList() : List.of();
  }

  /** Where a file lies below the top, links that lead to the top aside; empty if elsewhere. */
  Optional<Path> inside(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    for (Path above = absolute; above != null; above = above.getParent()) {
      if (Files.exists(above) && Files.isSameFile(above, top)) {
        return Optional.of(above.relativize(absolute));
      }
    }
    Path folder = nearestFolder(file);
    Path real = folder.toRealPath().resolve(folder.relativize(absolute));
    return real.startsWith(top) ? Optional.of(top.relativize(real)) : Optional.empty();
  }

  Programs.Answer git(String... arguments) {
    return git(programs, top, arguments);
  }

  /** What git says, which is asked in the folder of a file. */
  Programs.Answer beside(Path file, String... arguments) {
    return git(programs, nearestFolder(file), arguments);
  }

  /**
   * What git says.
   *
   * @throws IOException if it fails; it says why
   */
  String answer(String... arguments) throws IOException {
    Programs.Answer answer = git(arguments);
    if (!answer.isGood()) {
      throw new IOException(
          switch (answer.exit()) {
            case Programs.Answer.NOT_STARTED -> "git does not start";
            case Programs.Answer.TOO_SLOW ->
                "git has no answer after %d s".formatted(LIMIT.toSeconds());
            default -> "git says " + answer.text().strip().replace("\n", "; ");
          });
    }
    return answer.text();
  }

  private static Programs.Answer git(Programs programs, Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "--literal-pathspecs"));
    command.addAll(List.of(arguments));
    return programs.ask(command, folder, LIMIT);
  }

  /** The folder of a file, or the nearest above it: a revision may have folders that are gone. */
  private static Path nearestFolder(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return folder == null ? absolute : folder;
  }
}
