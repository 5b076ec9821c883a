package bb.cli;

import bb.diagnostics.Problems;
import bb.review.LockFile.Reading;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What networks are compared with. */
sealed interface Reference {
  /** A folder that holds the files under the same paths. */
  record Folder(Path path) implements Reference {}

  /** Facts that were written down. */
  record Lock(Reading.Lock lock) implements Reference {}

  /**
   * @param commit as git resolved what was asked for
   */
  record Revision(String commit) implements Reference {
    /** What git takes a file for that the revision does not have. */
    Optional<String> formerName(Session session, String file) {
      Path path = Path.of(file).normalize();
      Programs.Answer renames =
          GitStore.git(
              session.host().programs(),
              path,
              "diff",
              "--relative",
              "--find-renames",
              "--diff-filter=R",
              "--name-status",
              "-z",
              commit);
      if (!renames.isGood()) {
        return Optional.empty();
      }
      String[] fields = renames.text().split("\0");
      for (int i = 0; i + 2 < fields.length; i += 3) {
        if (fields[i + 2].equals(String.valueOf(path.getFileName()))) {
          return Optional.of(path.resolveSibling(fields[i + 1]).toString());
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Decides what a word of the command line means; empty after reporting that it means nothing.
   *
   * @param file one that is to be compared: it lies in the repository whose revisions count
   */
  static Optional<Reference> of(Session session, String word, String file, Problems problems) {
    try {
      Path path = Path.of(word);
      if (Files.isDirectory(path) && !Files.isExecutable(path)) {
        problems.add(CommandProblems.unreadable(word, "permission denied"));
        return Optional.empty();
      }
      if (Files.isDirectory(path)) {
        return Optional.of(new Folder(path));
      }
      if (Files.exists(path)) {
        return Locks.read(word, problems).map(Lock::new);
      }
      if (!word.startsWith("-")) {
        Programs.Answer commit =
            GitStore.git(
                session.host().programs(),
                Path.of(file),
                "rev-parse",
                "--verify",
                "--quiet",
                word + "^{commit}");
        if (commit.isGood()) {
          return Optional.of(new Revision(commit.text().strip()));
        }
      }
    } catch (InvalidPathException _) {
      // it is no revision either
    }
    problems.add(
        branches(session, file)
            .map(names -> ReviewProblems.unknownReference(word, names))
            .orElseGet(() -> ReviewProblems.noRepository(word, file)));
    return Optional.empty();
  }

  /** Empty if there is no repository, or no git. */
  private static Optional<List<String>> branches(Session session, String file) {
    Programs.Answer names =
        GitStore.git(
            session.host().programs(),
            Path.of(file),
            "branch",
            "--all",
            "--format=%(refname:short)");
    return names.isGood() ? Optional.of(names.text().lines().toList()) : Optional.empty();
  }
}
