package bb.importing.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.importing.ImportFixtures;
import bb.importing.ImportFixtures.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each rule is seen on a model that another test holds to what it means. */
final class RuleFixturesTest {
  private static final Path SOURCE = Path.of("src/main/java/bb/importing/rules/Rules.java");
  private static final Pattern LISTED = Pattern.compile("(\\w+::\\w+)[,)]");

  @Test
  void eachHasAFixture() throws IOException {
    List<Rule> rules =
        Stream.of(Rules.ALL, Rules.LAST, Rules.BACK, Rules.AT_LAST).flatMap(List::stream).toList();
    List<String> names = names(rules.size());
    TreeSet<String> missing = new TreeSet<>(names);
    UnaryOperator<Rule> seen =
        rule ->
            (match, root) -> {
              var made = rule.rewrite(match, root);
              made.ifPresent(_ -> missing.remove(names.get(rules.indexOf(rule))));
              return made;
            };
    for (Fixture fixture : ImportFixtures.networks()) {
      fixture.layers().ifPresent(graph -> Rules.apply(graph, seen));
    }
    assertEquals(new TreeSet<>(), missing, "rules that no fixture needs");
  }

  /** What the source calls them, as a function has no name. */
  private static List<String> names(int count) throws IOException {
    String source = Files.readString(SOURCE);
    String lists = source.substring(source.indexOf("List<Rule> ALL"), source.indexOf("Rules()"));
    List<String> names = LISTED.matcher(lists).results().map(found -> found.group(1)).toList();
    assertEquals(count, names.size(), "names of rules");
    return names;
  }
}
