package bb.cli;

import bb.Compiler;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.graph.Architecture;
import bb.model.Removals;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mends a source so that every network stays as it is. What nothing reads is taken out, one after
 * the other; whether the networks are the same is not believed but compared.
 */
final class LintFixes {
  /** What other files may read though this one does not. */
  private static final Set<Code> VISIBLE = EnumSet.of(Code.BB0801, Code.BB0802, Code.BB0803);

  private final SourceReader sources;
  private final Set<String> refused = new HashSet<>();
  private final boolean imported;
  private Version now;

  private LintFixes(SourceFile file, SourceReader sources) {
    this.sources = sources;
    this.imported = isImported(file);
    this.now = version(file);
  }

  static boolean isError(Diagnostic problem) {
    return problem.severity() != Severity.WARNING && !problem.isDenied();
  }

  /** The file's text with all edits that keep its networks; empty if there are none. */
  static Optional<String> fixed(Session session, SourceReader sources, SourceFile file) {
    session.stage("mending " + file.path());
    LintFixes fixes = new LintFixes(file, sources);
    fixes.mend();
    String text = fixes.now.file.text();
    return text.equals(file.text()) ? Optional.empty() : Optional.of(text);
  }

  /**
   * @param meaning of all networks of the file, or nothing if something is wrong with it
   * @param warnings in the order of the text
   */
  private record Version(SourceFile file, List<String> meaning, List<Diagnostic> warnings) {
    String key(Diagnostic warning) {
      return warning.code() + warning.message() + warning.primary().orElseThrow().span().line();
    }
  }

  private void mend() {
    if (now.meaning.isEmpty()) {
      return;
    }
    // from the end, so that the lines of what is refused stay
    for (Optional<Diagnostic> next = next(); next.isPresent(); next = next()) {
      List<Edit> edits = Removals.of(now.file, next.get());
      Version then = edits.isEmpty() ? now : version(edited(now.file, edits));
      if (then != now && then.meaning.equals(now.meaning)) {
        now = then;
      } else {
        refused.add(now.key(next.get()));
      }
    }
  }

  private Optional<Diagnostic> next() {
    return now.warnings.reversed().stream()
        .filter(
            warning -> warning.primary().filter(l -> l.span().file().equals(now.file)).isPresent())
        .filter(warning -> !imported || !VISIBLE.contains(warning.code()))
        .filter(warning -> !refused.contains(now.key(warning)))
        .findFirst();
  }

  private static SourceFile edited(SourceFile file, List<Edit> edits) {
    String text = file.text();
    for (Edit edit : edits.reversed()) {
      text =
          text.substring(0, edit.span().start())
              + edit.replacement()
              + text.substring(edit.span().end());
    }
    return new SourceFile(file.path(), text);
  }

  private Version version(SourceFile file) {
    Problems problems = new Problems();
    List<String> all = new ArrayList<>();
    Optional<Compiler> compiler = Compiler.open(file, sources, problems);
    compiler.ifPresent(c ->
        c.networks().stream()
            .filter(network -> network.complete())
            .flatMap(network -> c.graph(network.name()).stream())
            .forEach(graph -> all.add(Architecture.meaning(graph))));
    List<Diagnostic> found = problems.sorted();
    boolean wrong = found.stream().anyMatch(LintFixes::isError);
    return new Version(file, wrong ? List.of() : all, found);
  }

  /** Whether another file of the folder may read what this one declares; if in doubt it does. */
  private static boolean isImported(SourceFile file) {
    Path path = Path.of(file.path()).toAbsolutePath().normalize();
    String name = path.getFileName() + "\"";
    try (Stream<Path> beside = Files.list(path.getParent())) {
      return beside
          .filter(other -> other.toString().endsWith(SourceStore.ENDING) && !other.equals(path))
          .anyMatch(other -> mentions(other, name));
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean mentions(Path other, String name) {
    try {
      return Files.isRegularFile(other) && Files.readString(other).contains(name);
    } catch (IOException e) {
      return true;
    }
  }
}
