package bb.checks;

import bb.Compiler;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.lint.Lint;
import bb.source.SourceFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The fenced blocks of a piece of Markdown that are marked {@code bb}: the first is the file to
 * check, the others are files that it imports, each named by the comment that it begins with.
 */
record Example(Map<String, String> files) {
  static Example in(String markdown) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String block : blocks(markdown, "bb")) {
      String name = files.isEmpty() ? "example.bb" : block.lines().findFirst().orElseThrow();
      files.put(name.replaceFirst("^# ", ""), block);
    }
    return new Example(files);
  }

  /** The contents of the fenced blocks with that info string. */
  static List<String> blocks(String markdown, String info) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : markdown.lines().toList()) {
      if (block == null && line.equals("```" + info)) {
        block = new StringBuilder();
      } else if (block != null && line.equals("```")) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  /** What is found when all networks of the first file are elaborated. */
  List<Diagnostic> diagnostics() {
    return diagnostics(_ -> false);
  }

  /** The same, and what the lint of that code finds, if it is one's. */
  List<Diagnostic> diagnostics(Code code) {
    return diagnostics(code::equals);
  }

  private List<Diagnostic> diagnostics(Predicate<Code> lints) {
    Problems problems = new Problems();
    SourceFile root = source("example.bb").orElseThrow();
    Compiler.open(root, (_, path) -> source(path), problems)
        .ifPresent(compiler ->
            compiler.networks().stream()
                .filter(network -> network.complete())
                .flatMap(network -> compiler.graph(network.name()).stream())
                .flatMap(graph -> Lint.find(graph, EnumSet.allOf(Lint.class)).stream())
                .filter(found -> lints.test(found.code()))
                .forEach(problems::add));
    return problems.sorted();
  }

  Set<Code> codes(Code code) {
    Set<Code> codes = new TreeSet<>();
    diagnostics(code).forEach(diagnostic -> codes.add(diagnostic.code()));
    return codes;
  }

  private Optional<SourceFile> source(String path) {
    return Optional.ofNullable(files.get(path)).map(text -> new SourceFile(path, text));
  }
}
