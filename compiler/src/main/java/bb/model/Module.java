package bb.model;

import bb.source.SourceFile;
import bb.syntax.Ast;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A parsed file, the files it imports, and what its names mean. A name that a file declares hides
 * the same name from an import; later imports do not hide earlier ones, and the standard library,
 * which is imported last, hides none.
 */
final class Module {
  private final SourceFile file;
  private final Ast.File ast;
  private final List<Module> imports;
  private final Map<String, Ast.Declaration> own = new LinkedHashMap<>();

  /** This and all that it imports, itself or through others, in the order of precedence. */
  private final List<Module> reachable;

  /** A declaration and the module whose names its body sees. */
  record Declared(Ast.Declaration declaration, Module module) {}

  Module(SourceFile file, Ast.File ast, List<Module> imports) {
    this.file = file;
    this.ast = ast;
    this.imports = List.copyOf(imports);
    for (Ast.Declaration declaration : ast.declarations()) {
      own.putIfAbsent(declaration.name().text(), declaration);
    }
    SequencedSet<Module> all = new LinkedHashSet<>(List.of(this));
    imports.forEach(imported -> all.addAll(imported.reachable));
    if (!imports.isEmpty()) {
      all.addLast(imports.getLast()); // the standard library, which every import brings along
    }
    this.reachable = List.copyOf(all);
  }

  SourceFile file() {
    return file;
  }

  Ast.File ast() {
    return ast;
  }

  List<Module> imports() {
    return imports;
  }

  /** The file's own declaration of that name, the first if there are several. */
  Optional<Ast.Declaration> declaration(String name) {
    return Optional.ofNullable(own.get(name));
  }

  Optional<Declared> find(String name) {
    for (Module module : reachable) {
      Ast.Declaration found = module.own.get(name);
      if (found != null) {
        return Optional.of(new Declared(found, module));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a name that is not in sight may be declared where a file could not be read: on a line
   * that was reported, here or in a file that is imported, or in one that was not found.
   */
  boolean mayDeclare(Ast.Name name) {
    boolean here =
        name.span().file().equals(file) && ast.unread().lines().contains(name.span().line());
    return here || reachable.stream().anyMatch(module -> module.lost(name.text()));
  }

  private boolean lost(String name) {
    boolean whole = imports.isEmpty() || imports.size() > ast.imports().size();
    return !whole || ast.unread().words().contains(name);
  }

  /** All names in sight. */
  Map<String, Declared> names() {
    Map<String, Declared> names = new LinkedHashMap<>();
    for (Module module : reachable) {
      module.own.forEach((name, found) -> names.putIfAbsent(name, new Declared(found, module)));
    }
    return names;
  }
}
