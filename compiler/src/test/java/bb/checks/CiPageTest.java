package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.cli.CommandLines;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/ci.md} gives to copy is what {@code bbc init} writes, and can be run. */
final class CiPageTest {
  private static final Path PAGE = Repository.ROOT.resolve("docs/ci.md");
  private static final Path TEMPLATES =
      Repository.ROOT.resolve("compiler/src/main/resources/bb/init");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?<![\\w/-])bbc ([a-z]+ [^\n|>`&;]*)");

  @ParameterizedTest
  @ValueSource(strings = {"github.yml", "gitlab.yml", "pre-commit.yaml"})
  void isWhatInitWrites(String name) throws IOException {
    String template = Files.readString(TEMPLATES.resolve(name));
    assertTrue(Files.readString(PAGE).contains("```yaml\n" + template + "```\n"), name);
    assertFalse(commands(template).isEmpty(), name);
  }

  /** Every command of the page and of what is to be copied from it is one, with its options. */
  @Test
  void everyCommandCanBeRead() throws IOException {
    String page = Files.readString(PAGE);
    for (String block : blocks(page)) {
      for (String command : commands(block)) {
        // pre-commit names the files behind the entry
        String files = block.contains("entry: bbc " + command) ? " net.bb" : "";
        String plain = (command + files).replaceAll("[\"']", "").replaceAll("#.*", "");
        String[] words = plain.strip().split("\\s+(?![^\\[]*\\])");
        assertEquals("", CommandLines.fault(words), "bbc " + command);
      }
    }
  }

  @Test
  void jobsHaveTheirParts() throws IOException {
    JsonNode github = yaml("github.yml");
    assertEquals("pull_request", github.get("on").asText());
    assertEquals(0, github.at("/jobs/networks/steps/0/with/fetch-depth").asInt(-1));
    List<String> runs = new ArrayList<>();
    github.at("/jobs/networks/steps").forEach(step -> runs.add(step.path("run").asText()));
    for (String command : List.of("bbc check", "bbc lock --check", "bbc breaking")) {
      assertTrue(runs.stream().anyMatch(run -> run.startsWith(command)), command);
    }
    assertEquals(3, yaml("gitlab.yml").at("/networks/script").size());
    assertEquals(2, yaml("pre-commit.yaml").at("/repos/0/hooks").size());
  }

  /** What pre-commit takes from a clone: a script of this repository, with a command line. */
  @Test
  void hooksOfACloneCanBeRun(@TempDir Path folder) throws IOException {
    JsonNode hooks =
        new ObjectMapper(new YAMLFactory())
            .readTree(Files.readString(Repository.ROOT.resolve(".pre-commit-hooks.yaml")));
    List<String> ids = new ArrayList<>();
    hooks.forEach(hook -> ids.add(hook.get("id").asText()));
    assertEquals(List.of("bbc-check", "bbc-lint", "bbc-lock"), ids);
    Path net = Files.writeString(folder.resolve("net.bb"), "network Net { input x: [4]; relu }\n");
    Path lock = folder.resolve("bb.lock");
    assertEquals(0, CommandLines.run("lock", net.toString(), "-o", lock.toString()));
    for (JsonNode hook : hooks) {
      assertEquals("script", hook.get("language").asText());
      assertTrue(Pattern.compile(hook.get("files").asText()).matcher("models/net.bb").find());
      List<String> entry = new ArrayList<>(List.of(hook.get("entry").asText().split(" ")));
      assertTrue(Files.isExecutable(Repository.ROOT.resolve(entry.removeFirst())));
      entry.addAll(
          hook.path("pass_filenames").asBoolean(true)
              ? List.of(net.toString())
              : List.of("-o", lock.toString()));
      Files.writeString(net, "network Net { input x: [4]; relu }\n");
      assertEquals(0, CommandLines.run(entry.toArray(String[]::new)), hook.toString());
      Files.writeString(net, "network Net { input x: [4]; let a = 1; linear(2) }\n");
      assertTrue(CommandLines.run(entry.toArray(String[]::new)) != 0, hook.toString());
    }
  }

  private static JsonNode yaml(String name) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(Files.readString(TEMPLATES.resolve(name)));
  }

  private static List<String> blocks(String page) {
    List<String> blocks = Arrays.asList(page.split("```(?:sh|yaml)?\n?"));
    List<String> code = new ArrayList<>();
    for (int i = 1; i < blocks.size(); i += 2) {
      code.add(blocks.get(i));
    }
    return code;
  }

  private static List<String> commands(String text) {
    return COMMAND
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(c -> c.substring(4))
        .toList();
  }
}
