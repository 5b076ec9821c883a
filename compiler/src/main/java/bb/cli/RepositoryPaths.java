package bb.cli;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.SourceFile;
import bb.source.Span;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Findings under the names that files have in their repository, wherever {@code bbc} was started
 * and however they were named: a service knows no others.
 */
final class RepositoryPaths {
  /** The variables by which services say where the repository lies. */
  private static final List<String> ROOTS = List.of("GITHUB_WORKSPACE", "CI_PROJECT_DIR");

  private final Host host;
  private final Map<SourceFile, SourceFile> files = new HashMap<>();

  private RepositoryPaths(Host host) {
    this.host = host;
  }

  static List<Diagnostic> of(Host host, List<Diagnostic> found) {
    var paths = new RepositoryPaths(host);
    return found.stream().map(paths::moved).toList();
  }

  private Diagnostic moved(Diagnostic diagnostic) {
    return new Diagnostic(
        diagnostic.code(),
        diagnostic.severity(),
        diagnostic.message(),
        diagnostic.primary().map(this::moved),
        diagnostic.secondary().stream().map(this::moved).toList(),
        diagnostic.notes(),
        diagnostic.helps().stream().map(this::moved).toList());
  }

  private Label moved(Label label) {
    return new Label(moved(label.span()), label.text());
  }

  private Help moved(Help help) {
    return new Help(
        help.text(), help.edit().map(edit -> new Edit(moved(edit.span()), edit.replacement())));
  }

  private Span moved(Span span) {
    SourceFile file =
        files.computeIfAbsent(span.file(), f -> new SourceFile(path(f.path()), f.text()));
    return file.span(span.start(), span.end());
  }

  /** What is no file, such as an option, and what lies in no repository keeps its name. */
  private String path(String name) {
    try {
      Path path = Path.of(name).toAbsolutePath().normalize();
      Optional<Path> root =
          Files.exists(path) ? stated(path).or(() -> found(path)) : Optional.empty();
      return root.map(r -> r.relativize(path).toString().replace(File.separatorChar, '/'))
          .orElse(name);
    } catch (InvalidPathException _) {
      return name;
    }
  }

  private Optional<Path> stated(Path path) {
    return ROOTS.stream()
        .flatMap(name -> host.variable(name).stream())
        .map(root -> Path.of(root).toAbsolutePath().normalize())
        .filter(path::startsWith)
        .findFirst();
  }

  private static Optional<Path> found(Path path) {
    return Stream.iterate(path.getParent(), folder -> folder != null, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve(".git")))
        .findFirst();
  }
}
