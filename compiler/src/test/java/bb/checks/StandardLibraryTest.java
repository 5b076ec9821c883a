package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.source.SourceFile;
import bb.syntax.Ast;
import bb.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the standard library is what its blocks are; -Dapprove=true makes it so. */
final class StandardLibraryTest {
  private static final Path PAGE = Repository.docs("library.md");
  private static final Path SOURCE = Path.of("src/main/resources/bb/std.bb");
  private static final String BEGIN = "<!-- generated from std.bb: begin -->\n";
  private static final String END = "<!-- generated from std.bb: end -->\n";

  /** How each block is called to show what it learns, on an image of this shape. */
  private static final Map<String, String> CALLS =
      Map.of("ConvBn", "ConvBn(16, 3)", "SqueezeExcite", "SqueezeExcite(2)");

  private static final String IMAGE = "[8, 32, 32]";

  /** A line of a doc comment about a parameter. */
  private static final Pattern ABOUT = Pattern.compile("- `(\\w+)`: (.+)");

  @Test
  void pageIsCurrent() throws IOException {
    String text = Files.readString(PAGE);
    String current =
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + blocks()
            + text.substring(text.indexOf(END));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(PAGE, current);
      return;
    }
    assertEquals(
        text, current, "mvn -pl compiler -am test -Dtest=StandardLibraryTest -Dapprove=true");
  }

  @Test
  void everyParameterIsDocumented() throws IOException {
    for (Ast.Block block : library()) {
      assertEquals(
          block.parameters().stream().map(p -> p.name().text()).toList(),
          List.copyOf(about(block).keySet()),
          block.name().text());
    }
  }

  private static String blocks() throws IOException {
    return library().stream().map(StandardLibraryTest::entry).collect(Collectors.joining());
  }

  private static List<Ast.Block> library() throws IOException {
    Problems problems = new Problems();
    SourceFile file = new SourceFile("std.bb", Files.readString(SOURCE));
    List<Ast.Block> blocks = new ArrayList<>();
    for (Ast.Declaration declaration : Parser.parse(file, problems).declarations()) {
      blocks.add((Ast.Block) declaration);
    }
    assertEquals(List.of(), problems.sorted());
    assertEquals(
        CALLS.keySet(),
        blocks.stream().map(b -> b.name().text()).collect(Collectors.toUnmodifiableSet()));
    return blocks;
  }

  private static String entry(Ast.Block block) {
    String name = block.name().text();
    Graph graph = graph(name);
    long macs = graph.nodes().stream().mapToLong(node -> Lowering.macs(node, graph)).sum();
    List<String> lines = new ArrayList<>();
    lines.add("\n## " + name + "\n");
    lines.add(prose(block) + "\n");
    lines.add("| argument | type | default | |\n| --- | --- | --- | --- |");
    Map<String, String> about = about(block);
    block.parameters().forEach(p -> lines.add(row(p, about)));
    lines.add("\n```bb\n" + block.span().text() + "\n```\n");
    lines.add(
        "`%s` on an image %s has %,d multiply-adds and the parameters\n"
            .formatted(CALLS.get(name), IMAGE, macs));
    lines.add("| name | shape | |\n| --- | --- | --- |");
    graph
        .parameters()
        .forEach(p ->
            lines.add(
                "| `%s` | `%s` | %s |"
                    .formatted(
                        p.name().substring("x.".length()),
                        p.type().shape(),
                        p.role().name().toLowerCase(java.util.Locale.ROOT))));
    return String.join("\n", lines) + "\n";
  }

  private static String row(Ast.Parameter parameter, Map<String, String> about) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            parameter.name().text(),
            parameter.type().span().text(),
            parameter.defaultValue().map(d -> "`" + d.span().text() + "`").orElse("required"),
            about.get(parameter.name().text()));
  }

  /** The doc comment without what it says of parameters. */
  private static String prose(Ast.Block block) {
    return block
        .doc()
        .orElse("")
        .lines()
        .filter(line -> !ABOUT.matcher(line).matches())
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private static Map<String, String> about(Ast.Block block) {
    Map<String, String> about = new java.util.LinkedHashMap<>();
    block
        .doc()
        .orElse("")
        .lines()
        .map(ABOUT::matcher)
        .filter(Matcher::matches)
        .forEach(line -> about.put(line.group(1), line.group(2)));
    return about;
  }

  private static Graph graph(String block) {
    Problems problems = new Problems();
    String text = "network N { input image: %s; x: %s }\n".formatted(IMAGE, CALLS.get(block));
    Optional<Graph> graph =
        Compiler.open(new SourceFile("n.bb", text), (_, _) -> Optional.empty(), problems)
            .flatMap(compiler -> compiler.graph("N"));
    return graph.orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }
}
