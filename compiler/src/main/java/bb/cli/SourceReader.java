package bb.cli;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.model.SourceLoader;
import bb.source.Hidden;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code .bb} files for the compiler, which never touches the file system: text in UTF-8. A
 * file that several others import is read once, so that what is wrong in it is one mistake. Several
 * threads may share a reader.
 */
final class SourceReader implements SourceLoader {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final SourceStore store;
  private final List<Path> folders;
  private final Map<Path, SourceFile> read = new HashMap<>();
  private final Set<Path> asked = new LinkedHashSet<>();

  /**
   * @param folders where imports are looked for that are not beside their importer
   */
  SourceReader(List<Path> folders) {
    this(SourceStore.FILES, folders);
  }

  /**
   * @param store where the files are
   * @param folders where imports are looked for that are not beside their importer
   */
  SourceReader(SourceStore store, List<Path> folders) {
    this.store = store;
    this.folders = List.copyOf(folders);
  }

  /** The file that an argument of the command line names. */
  synchronized Optional<SourceFile> open(String argument, Problems problems) {
    OptionalInt hidden = Hidden.inName(argument);
    if (hidden.isPresent()) {
      problems.add(CommandProblems.hiddenInName(argument, hidden.getAsInt()));
      return Optional.empty();
    }
    try {
      Path path = Path.of(argument).normalize();
      asked.add(path);
      if (!store.exists(path)) {
        problems.add(missing(argument, path));
        return Optional.empty();
      }
      return Optional.of(read(path));
    } catch (InvalidPathException e) {
      problems.add(CommandProblems.noSuchFile(argument, argument, List.of()));
    } catch (SourceText.Unreadable e) {
      problems.add(CommandProblems.unreadable(argument, e.getMessage()).help(e.help()));
    } catch (IOException e) {
      problems.add(CommandProblems.noSource(argument, reason(e)));
    }
    return Optional.empty();
  }

  @Override
  public synchronized Optional<SourceFile> load(SourceFile importer, String path) {
    try {
      return Optional.of(read(find(importer, path)));
    } catch (InvalidPathException | IOException e) {
      return Optional.empty();
    }
  }

  /** The files that were looked for, whether they were there or not. */
  synchronized List<Path> asked() {
    return List.copyOf(asked);
  }

  /** The files that were read. */
  synchronized List<String> paths() {
    return read.keySet().stream().map(Path::toString).toList();
  }

  @Override
  public synchronized String reason(SourceFile importer, String path) {
    try {
      read(find(importer, path));
      return "it was changed while it was read";
    } catch (InvalidPathException e) {
      return "no such file";
    } catch (java.nio.file.NoSuchFileException e) {
      return "no such file";
    } catch (IOException e) {
      return reason(e);
    }
  }

  /** Where an import lies: beside its importer, or else in the first folder that has it. */
  private Path find(SourceFile importer, String path) {
    Path beside = Path.of(importer.path()).resolveSibling(path).normalize();
    return Stream.concat(Stream.of(beside), folders.stream().map(f -> f.resolve(path).normalize()))
        .peek(asked::add)
        .filter(store::exists)
        .findFirst()
        .orElse(beside);
  }

  private SourceFile read(Path path) throws IOException {
    SourceFile known = read.get(path);
    if (known != null) {
      return known;
    }
    String text = SourceText.of(store.read(path));
    String source = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    SourceFile file = new SourceFile(path.toString(), source);
    read.put(path, file);
    return file;
  }

  /** What an exception of the file system says, for a reader. */
  static String reason(IOException e) {
    return switch (e) {
      case CharacterCodingException _ -> "it is not text in UTF-8";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "the folder does not exist";
      case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage();
    };
  }

  private static Diagnostic missing(String argument, Path path) {
    Path folder = path.getParent() == null ? Path.of("") : path.getParent();
    List<String> beside = List.of();
    try (Stream<Path> files = Files.list(folder)) {
      beside = files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      return CommandProblems.noSuchFile(argument, path.toString(), List.of())
          .note("there is no folder `%s`".formatted(folder));
    }
    return CommandProblems.noSuchFile(argument, path.getFileName().toString(), beside);
  }
}
