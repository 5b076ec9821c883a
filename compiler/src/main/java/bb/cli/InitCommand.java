package bb.cli;

import bb.diagnostics.Problems;
import bb.model.NetworkCall;
import bb.review.Facts;
import bb.review.LockFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Begins a repository of networks with what reviews need.",
      "Writes a starter network, its lock, a workflow that says what a pull request changes, and",
      "hooks of pre-commit. Nothing that is there is replaced."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  bbc init", "  bbc init ~/networks --gitlab"})
final class InitCommand implements Callable<Integer> {
  private static final String NETWORK = "models/net.bb";

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The root of the repository; this folder unless stated.")
  private String folder;

  @Option(names = "--gitlab", description = "Write a job of GitLab, not of GitHub Actions.")
  private boolean gitlab;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Problems problems = new Problems();
    SequencedMap<String, String> files = new LinkedHashMap<>();
    files.put(NETWORK, template("net.bb"));
    files.put("bb.lock", lock(files.get(NETWORK), problems));
    files.put(
        gitlab ? ".gitlab-ci.yml" : ".github/workflows/networks.yml",
        template(gitlab ? "gitlab.yml" : "github.yml"));
    files.put(".pre-commit-config.yaml", template("pre-commit.yaml"));
    files.keySet().forEach(file -> requireNew(file, problems));
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!problems.hasErrors()) {
        byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
        session.write(folder, file.getKey(), stream -> stream.write(text), problems);
      }
    }
    if (!problems.hasErrors()) {
      session.print(
          "wrote %s\n".formatted(String.join(", ", files.keySet()))
              + "next: bbc report %s, and once it is changed bbc lock %s\n"
                  .formatted(NETWORK, NETWORK));
    }
    return session.finish(problems);
  }

  private void requireNew(String file, Problems problems) {
    try {
      if (Files.exists(Path.of(folder, file), LinkOption.NOFOLLOW_LINKS)) {
        problems.add(ReviewProblems.thereAlready(folder, file));
      }
    } catch (InvalidPathException e) {
      problems.add(CommandProblems.noSuchFile(folder, folder, List.of()));
    }
  }

  /** The lock of the starter network, which is no file yet. */
  private String lock(String text, Problems problems) {
    SourceReader sources = new SourceReader(new Starter(text), List.of());
    List<Facts> facts =
        Networks.load(session, sources, NETWORK, NetworkCall.NONE, problems).stream()
            .flatMap(networks -> networks.graphs().stream())
            .map(graph -> Reviewed.of(session, graph).facts())
            .toList();
    return LockFile.print(facts);
  }

  private record Starter(String text) implements SourceStore {
    @Override
    public boolean exists(Path path) {
      return path.equals(Path.of(NETWORK));
    }

    @Override
    public byte[] read(Path path) throws IOException {
      if (!exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static String template(String name) {
    try (InputStream in =
        Optional.ofNullable(InitCommand.class.getResourceAsStream("/bb/init/" + name))
            .orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
