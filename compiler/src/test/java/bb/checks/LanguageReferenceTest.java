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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference's entries of the layers are what their specs say; -Dapprove=true makes it so. */
final class LanguageReferenceTest {
  private static final Path FILE = Repository.docs("language.md");
  private static final String BEGIN = "<!-- generated from bb.ops: begin -->\n";
  private static final String END = "<!-- generated from bb.ops: end -->\n";

  @Test
  void layersAreCurrent() throws IOException {
    String text = Files.readString(FILE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    String current = text.substring(0, begin) + layers() + text.substring(end);
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
      case Attribute.Type.Padding() -> "int, pair or `same`";
      case Attribute.Type.Number() -> "number";
      case Attribute.Type.Flag() -> "bool";
      case Attribute.Type.Choice(var words) ->
          words.stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
      case Attribute.Type.Ints(var min) -> "one or more ints" + atLeast(min);
    };
  }

  private static String atLeast(long min) {
    return min == Long.MIN_VALUE ? "" : ", at least " + min;
  }
}
