package bb.model;

import bb.source.SourceFile;
import bb.syntax.Ast;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed file, the files it imports, and what its names mean. A name that a file declares hides
 * the same name from an import; later imports do not hide earlier ones.
 */
final class Module {
  private final SourceFile file;
  private final Ast.File ast;
  private final List<Module> imports;
  private final Map<String, Declared> names = new LinkedHashMap<>();

  /** A declaration and the module whose names its body sees. */
  record Declared(Ast.Declaration declaration, Module module) {}

  Module(SourceFile file, Ast.File ast, List<Module> imports) {
    this.file = file;
    this.ast = ast;
    this.imports = List.copyOf(imports);
    for (Ast.Declaration declaration : ast.declarations()) {
      names.putIfAbsent(declaration.name().text(), new Declared(declaration, this));
    }
    for (Module imported : imports) {
      imported.own().forEach(names::putIfAbsent);
    }
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

  Optional<Declared> find(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** All names in sight. */
  Map<String, Declared> names() {
    return Map.copyOf(names);
  }

  /** What an importer of this file sees: its own declarations and what it imports itself. */
  private Map<String, Declared> own() {
    return names;
  }
}
