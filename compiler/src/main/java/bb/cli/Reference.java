package bb.cli;

import bb.diagnostics.Problems;
import bb.review.LockFile.Reading;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What networks are compared with. */
sealed interface Reference {
  /** A folder that holds the files under the same paths. */
  record Folder(Path path) implements Reference {}

  /** Facts that were written down. */
  record Lock(Reading.Lock lock) implements Reference {}

  /**
   * What a word means in the repositories in which the files lie, which may be several.
   *
   * @param stores for each file that is compared
   */
  record Revision(Map<String, GitStore> stores) implements Reference {
    public Revision {
      stores = Map.copyOf(stores);
    }

    GitStore store(String file) {
      return Optional.ofNullable(stores.get(file)).orElseThrow();
    }
  }

  /**
   * Decides what a word of the command line means; empty after reporting that it means nothing.
   *
   * @param files those that are to be compared
   */
  static Optional<Reference> of(
      Session session, String word, List<String> files, Problems problems) {
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
    } catch (InvalidPathException _) {
      // a revision then
    }
    return revision(session, word, files, problems);
  }

  /** The revision in all repositories of the files; empty after reporting one without it. */
  private static Optional<Reference> revision(
      Session session, String word, List<String> files, Problems problems) {
    Map<String, GitStore> stores = new HashMap<>();
    Map<Path, String> commits = new HashMap<>();
    for (String file : files) {
      if (isNoPath(file)) {
        // which is said when it is read
        continue;
      }
      Optional<GitRepository> found = GitRepository.of(session.host().programs(), Path.of(file));
      if (found.isEmpty()) {
        problems.add(ReviewProblems.noRepository(word, file));
        return Optional.empty();
      }
      GitRepository repository = found.get();
      if (!commits.containsKey(repository.top())) {
        Optional<String> commit = repository.commit(word);
        if (commit.isEmpty()) {
          problems.add(
              stores.isEmpty()
                  ? ReviewProblems.unknownReference(word, repository.branches())
                  : ReviewProblems.unknownThere(word, file, repository));
          return Optional.empty();
        }
        commits.put(repository.top(), commit.get());
      }
      stores.put(file, new GitStore(repository, commits.get(repository.top())));
    }
    return Optional.of(new Revision(stores));
  }

  private static boolean isNoPath(String file) {
    try {
      return Path.of(file).toString().isEmpty();
    } catch (InvalidPathException _) {
      return true;
    }
  }
}
