package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.ops.Attribute;
import bb.ops.OpSpec;
import bb.ops.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The reference's entries of the layers are what their specs say, and its limits are those of the
 * code; -Dapprove=true makes it so.
 */
final class LanguageReferenceTest {
  private static final Path FILE = Repository.docs("language.md");

  /** Constants of the front end that limit something. */
  private static final Pattern LIMIT = Pattern.compile("static final (?:int|long) (\\w+) =");

  private static final Pattern FRONT_END =
      Pattern.compile("/main/java/(bb/(?:syntax|model|types|ops|graph)/\\w+)\\.java$");

  @Test
  void layersAreCurrent() throws IOException {
    isCurrent("bb.ops", layers());
  }

  @Test
  void limitsAreCurrent() throws IOException {
    isCurrent("the limits", LimitTable.markdown());
  }

  @Test
  void everyLimitIsInTheTable() throws IOException {
    Set<String> limits = new TreeSet<>();
    for (Path file : Repository.sources(".java")) {
      Matcher path = FRONT_END.matcher(Repository.shown(file));
      if (path.find()) {
        String type = path.group(1).replace('/', '.');
        LIMIT
            .matcher(Files.readString(file))
            .results()
            .filter(
                constant -> type.equals("bb.syntax.Limits") || constant.group(1).startsWith("MAX_"))
            .forEach(constant -> limits.add(type + "." + constant.group(1)));
      }
    }
    assertEquals(String.join("\n", LimitTable.constants()), String.join("\n", limits));
  }

  private static void isCurrent(String source, String generated) throws IOException {
    String text = Files.readString(FILE);
    String first = "<!-- generated from %s: begin -->\n".formatted(source);
    int begin = text.indexOf(first) + first.length();
    int end = text.indexOf("<!-- generated from %s: end -->\n".formatted(source));
    String current = text.substring(0, begin) + generated + text.substring(end);
    if (Boolean.getBoolean("approve")) {
      Files.writeString(FILE, current);
      return;
    }
    assertEquals(
        text, current, "mvn -pl compiler -am test -Dtest=LanguageReferenceTest -Dapprove=true");
  }

  private static String layers() {
    return Operators.ALL.stream().map(LanguageReferenceTest::layer).collect(Collectors.joining());
  }

  private static String layer(OpSpec spec) {
    List<String> lines = new ArrayList<>();
    lines.add("\n### " + spec.name() + "\n");
    lines.add("```\n" + signature(spec) + "\n```\n");
    lines.add(spec.summary() + "\n");
    if (!spec.attributes().isEmpty()) {
      lines.add("| argument | position | takes | default | |\n| --- | --- | --- | --- | --- |");
      spec.attributes().forEach(a -> lines.add(row(spec, a)));
      lines.add("");
    }
    lines.add("- Shape: `" + spec.shape() + "`");
    lines.add("- Parameters: " + facts(spec.parameters()));
    lines.add("- Multiply-adds: " + facts(spec.macs()));
    if (!spec.source().isEmpty()) {
      lines.add("- Source: " + spec.source());
    }
    return String.join("\n", lines) + "\n";
  }

  private static String facts(String text) {
    return text.equals("none") ? "none" : "`" + text + "`";
  }

  private static String signature(OpSpec spec) {
    if (spec.attributes().isEmpty()) {
      return spec.name();
    }
    return spec.attributes().stream()
        .map(a -> a.name() + a.defaultText().map(d -> ": " + d).orElse(""))
        .collect(Collectors.joining(", ", spec.name() + "(", ")"));
  }

  private static String row(OpSpec spec, Attribute attribute) {
    int position = spec.positional().indexOf(attribute);
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            attribute.name(),
            position < 0 ? "by name" : String.valueOf(position + 1),
            type(attribute.type()),
            attribute.defaultText().map(d -> "`" + d + "`").orElse("required"),
            attribute.doc().replace("|", "\\|"));
  }

  private static String type(Attribute.Type type) {
    return switch (type) {
      case Attribute.Type.Int(var min) -> "int" + atLeast(min);
      case Attribute.Type.Pair(var min) -> "int or pair" + atLeast(min);
      case Attribute.Type.Triple(var min) -> "int or three ints" + atLeast(min);
      case Attribute.Type.Padding(int count) ->
          "int, " + (count == 2 ? "pair" : "three ints") + " or `same`";
      case Attribute.Type.Number() -> "number";
      case Attribute.Type.Flag() -> "bool";
      case Attribute.Type.Tensor() -> "tensor";
      case Attribute.Type.Choice(var words) ->
          words.stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
      case Attribute.Type.Ints(var min) -> "one or more ints" + atLeast(min);
      case Attribute.Type.Numbers() -> "one or more numbers";
    };
  }

  private static String atLeast(long min) {
    return min == Long.MIN_VALUE ? "" : ", at least " + min;
  }
}
