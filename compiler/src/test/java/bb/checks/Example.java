package bb.checks;

import bb.Compiler;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
    Problems problems = new Problems();
    SourceFile root = source("example.bb").orElseThrow();
    Compiler.open(root, (_, path) -> source(path), problems)
        .ifPresent(compiler ->
            compiler.networks().stream()
                .filter(network -> network.complete())
                .forEach(network -> compiler.graph(network.name())));
    return problems.sorted();
  }

  Set<Code> codes() {
    Set<Code> codes = new TreeSet<>();
    diagnostics().forEach(diagnostic -> codes.add(diagnostic.code()));
    return codes;
  }

  private Optional<SourceFile> source(String path) {
    return Optional.ofNullable(files.get(path)).map(text -> new SourceFile(path, text));
  }
}
