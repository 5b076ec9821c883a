package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Problems;
import bb.source.Hidden;
import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import bb.syntax.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;

/** Loads a file and everything it imports, each file once. */
final class Modules {
  /** Files that one file imports, itself or through others, at the most. */
  static final int MAX_FILES = 256;

  /** Characters of all of them together, at the most. */
  static final int MAX_CHARACTERS = 4 << 20;

  private final SourceLoader loader;
  private final Problems problems;
  private final Module standard;
  private final Map<String, Module> loaded = new HashMap<>();
  private final SequencedSet<String> loading = new LinkedHashSet<>();
  private int characters;
  private boolean full;

  private Modules(SourceLoader loader, Problems problems, Module standard) {
    this.loader = loader;
    this.problems = problems;
    this.standard = standard;
  }

  /** Loads {@code root}; the standard library's blocks are in sight of every file. */
  static Module load(SourceFile root, SourceFile standard, SourceLoader loader, Problems problems) {
    Module library = new Module(standard, Parser.parse(standard, problems), List.of());
    return new Modules(loader, problems, library).module(root);
  }

  private Module module(SourceFile file) {
    loading.add(file.path());
    Ast.File ast = Parser.parse(file, problems);
    List<Module> imports = new ArrayList<>();
    for (Ast.Import imported : ast.imports()) {
      if (full) {
        break;
      }
      importOf(file, imported).ifPresent(imports::add);
    }
    imports.add(standard);
    loading.remove(file.path());
    ast.allows().forEach(this::allow);
    Module module = new Module(file, ast, imports);
    loaded.put(file.path(), module);
    return module;
  }

  private void allow(Ast.Allow allow) {
    if (allow.names().isEmpty()) {
      problems.add(WarningProblems.unknownDirective(allow.span()));
    }
    for (Ast.Name name : allow.names()) {
      Optional<Code> warning = Code.find(name.text()).filter(c -> c.warning().isPresent());
      warning.ifPresentOrElse(
          code -> problems.allow(code, allow.about()),
          () -> problems.add(WarningProblems.unknownAllow(name.span(), name.text())));
    }
  }

  private Optional<Module> importOf(SourceFile importer, Ast.Import imported) {
    Span span = imported.pathSpan();
    OptionalInt hidden = Hidden.inName(imported.path());
    if (hidden.isPresent()) {
      problems.add(NameProblems.hiddenInPath(span, hidden.getAsInt()));
      return Optional.empty();
    }
    if (isAbsolute(imported.path())) {
      problems.add(NameProblems.absoluteImport(span, imported.path()));
      return Optional.empty();
    }
    if (!imported.path().endsWith(".bb")) {
      problems.add(NameProblems.importOfOtherKind(span, imported.path()));
      return Optional.empty();
    }
    Optional<SourceFile> file = loader.load(importer, imported.path());
    if (file.isEmpty()) {
      String reason = loader.reason(importer, imported.path());
      problems.add(NameProblems.importNotRead(span, imported.path(), reason));
      return Optional.empty();
    }
    String path = file.get().path();
    if (loading.contains(path)) {
      List<String> cycle = new ArrayList<>(loading).subList(index(path), loading.size());
      problems.add(NameProblems.importCycle(span, cycle, path));
      return Optional.empty();
    }
    Module known = loaded.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    characters += file.get().text().length();
    if (loaded.size() + loading.size() > MAX_FILES || characters > MAX_CHARACTERS) {
      full = true;
      problems.add(LimitProblems.tooMuchToImport(span, MAX_FILES, MAX_CHARACTERS >> 20));
      return Optional.empty();
    }
    return Optional.of(module(file.get()));
  }

  /** On any system, so that a file means the same everywhere. */
  private static boolean isAbsolute(String path) {
    return path.startsWith("/") || path.startsWith("\\") || path.matches("(?s)[A-Za-z]:.*");
  }

  private int index(String path) {
    return new ArrayList<>(loading).indexOf(path);
  }
}
