package bb.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of a revision of a git repository; paths are those of the working tree. Links lead
 * where they led in the revision, and what lies in a submodule is read from there, of the commit
 * that the revision names.
 *
 * @param commit as git resolved it
 */
record GitStore(GitRepository repository, String commit) implements SourceStore {
  /** As many links as may lead to each other. */
  private static final int LINKS = 40;

  /** A line of {@code git ls-tree}: mode, kind, name of the object, path. */
  private static final Pattern LINE = Pattern.compile("(\\d{6}) (\\w+) (\\p{XDigit}+)\t([^\0]+)\0");

  private static final String LINK = "120000";

  /** What a revision has under a path. */
  private record Entry(GitRepository repository, Path path, String mode, String kind, String id) {
    boolean isLink() {
      return mode.equals(LINK);
    }

    boolean isSubmodule() {
      return kind.equals("commit");
    }

    String text() throws IOException {
      return repository.answer("cat-file", "blob", id);
    }
  }

  /** Whether a file is there, or git fails; only what surely is in no tree is not there. */
  @Override
  public boolean exists(Path path) {
    try {
      return find(path).isPresent();
    } catch (IOException _) {
      // reading it says why
      return true;
    }
  }

  @Override
  public byte[] read(Path path) throws IOException {
    SourceStore.requireEnding(path, "its name does not end in `.bb`");
    Entry entry = find(path).orElseThrow(() -> new IOException("it is not in this revision"));
    SourceStore.requireEnding(
        entry.path(), "it is a link to a file whose name does not end in `.bb`");
    byte[] bytes = entry.text().getBytes(StandardCharsets.UTF_8);
    SourceStore.requireSize(bytes);
    return bytes;
  }

  /** What git takes a file for that the revision does not have. */
  Optional<String> formerName(String file) {
    Path path = Path.of(file).normalize();
    Programs.Answer renames =
        repository.beside(
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

  private Optional<Entry> find(Path path) throws IOException {
    Optional<Path> inside = repository.inside(path);
    return inside.isPresent() ? find(inside.get(), LINKS) : Optional.empty();
  }

  /** What lies at a path below the top, behind links and in submodules, too. */
  private Optional<Entry> find(Path path, int links) throws IOException {
    Optional<Entry> met = onTheWay(path);
    if (met.isEmpty()) {
      return met;
    }
    Entry entry = met.get();
    if (entry.isLink()) {
      return find(
          target(entry, links).resolve(entry.path().relativize(path)).normalize(), links - 1);
    }
    if (entry.path().equals(path)) {
      return met;
    }
    return entry.isSubmodule() ? inSubmodule(entry, path, links) : Optional.empty();
  }

  /** What lies at a path, or the link or the submodule that it leads through first. */
  private Optional<Entry> onTheWay(Path path) throws IOException {
    List<String> command = new ArrayList<>(List.of("ls-tree", "--full-tree", "-z", commit, "--"));
    for (int i = 1; i <= path.getNameCount(); i++) {
      command.add(slashed(path.subpath(0, i)));
    }
    // git lists what lies beside the way, too
    return LINE.matcher(repository.answer(command.toArray(String[]::new)))
        .results()
        .map(line ->
            new Entry(
                repository, Path.of(line.group(4)), line.group(1), line.group(2), line.group(3)))
        .filter(entry -> path.startsWith(entry.path()))
        .max(Comparator.comparing(entry -> entry.path().getNameCount()));
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private static Path target(Entry link, int links) throws IOException {
    Path target = link.path().resolveSibling(link.text()).normalize();
    if (target.isAbsolute() || target.startsWith("..")) {
      throw new IOException(
          "`%s` is a link there that leads out of the repository".formatted(link.path()));
    }
    if (links == 0) {
      throw new IOException("`%s` is a link there that leads nowhere".formatted(link.path()));
    }
    return target;
  }

  private Optional<Entry> inSubmodule(Entry submodule, Path path, int links) throws IOException {
    Path top = repository.top().resolve(submodule.path());
    Path inside = submodule.path().relativize(path);
    Optional<GitRepository> inner =
        GitRepository.of(repository.programs(), top.resolve(inside))
            .filter(found -> !found.top().equals(repository.top()));
    if (inner.isEmpty()) {
      throw new IOException(
          "it lies in the submodule `%s`, which is not there: `git submodule update --init`"
              .formatted(submodule.path()));
    }
    try {
      return new GitStore(inner.get(), submodule.id()).find(inside, links);
    } catch (IOException e) {
      throw new IOException(
          "in the submodule `%s`: %s".formatted(submodule.path(), e.getMessage()));
    }
  }
}
