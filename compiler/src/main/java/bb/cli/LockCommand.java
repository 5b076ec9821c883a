package bb.cli;

import bb.diagnostics.Problems;
import bb.diagnostics.format.Findings.Checked;
import bb.diagnostics.format.Format;
import bb.model.NetworkCall;
import bb.review.Change;
import bb.review.FactChanges;
import bb.review.Facts;
import bb.review.LockFile;
import bb.review.LockFile.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "lock",
    mixinStandardHelpOptions = true,
    description = {
      "Writes down what a team relies on of its networks: inputs, outputs, parameters, cost.",
      "The lock is text to be kept in version control; --check says what would change in it."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  bbc lock models/*.bb", "  bbc lock --check"})
final class LockCommand implements Callable<Integer> {
  private static final String DEFAULT = "bb.lock";

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "The .bb files; with --check those that the lock names, unless stated.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--check", description = "Write nothing, and fail if the lock would change.")
  private boolean check;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      defaultValue = DEFAULT,
      description = "The lock; bb.lock unless stated.")
  private String lock;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Words.FindingsFormat.class,
      description = "How --check prints what it finds: text, json, sarif, junit, github or gitlab.")
  private Format format;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private ImportOption imports;

  private NetworkCall asked = NetworkCall.NONE;

  LockCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.diagnostics(format);
    if (files.isEmpty() && !check) {
      throw new ParameterException(spec.commandLine(), "missing required parameter: 'FILE'");
    }
    Problems problems = deny.problems();
    asked = network.call(problems);
    if (problems.hasErrors()) {
      return session.finish(problems);
    }
    return check ? check(problems) : write(problems);
  }

  private int write(Problems problems) {
    session.announce(files, Optional.of(lock));
    List<Reviewed.InFile> read = read(files, problems);
    List<Facts> networks = reviewed(read).stream().map(Reviewed::facts).toList();
    if (!problems.hasErrors()) {
      requireCalled(read, problems);
    }
    if (!problems.hasErrors()) {
      read.forEach(this::tellSkipped);
      byte[] text = LockFile.print(networks).getBytes(StandardCharsets.UTF_8);
      session.write(lock, stream -> stream.write(text), problems);
    }
    return session.finish(problems);
  }

  private int check(Problems problems) {
    Optional<Reading.Lock> known = Locks.read(lock, problems);
    List<Checked> right = List.of();
    if (known.isPresent()) {
      Set<String> named = new LinkedHashSet<>();
      known.get().networks().forEach(network -> named.add(network.file()));
      List<Reviewed.InFile> now = read(files.isEmpty() ? List.copyOf(named) : files, problems);
      boolean isLocked = known.get().networks().stream().anyMatch(k -> asked.asksFor(k.network()));
      if (!problems.hasErrors() && !isLocked) {
        requireCalled(now, problems);
      }
      if (!problems.hasErrors()) {
        right = compare(known.get(), now, problems);
      }
    }
    return format == Format.TEXT
        ? session.finish(problems)
        : session.finish(problems, right, session.terminal().out());
  }

  /** Returns the networks that are as the lock says. */
  private List<Checked> compare(Reading.Lock known, List<Reviewed.InFile> read, Problems problems) {
    List<Reviewed> now = reviewed(read);
    List<Checked> same = new ArrayList<>();
    for (Reviewed network : now) {
      Optional<Facts> before = known.find(network.facts().file(), network.name());
      if (before.isEmpty()) {
        problems.add(ReviewProblems.notLocked(network.span(), network.name(), lock));
        continue;
      }
      List<Change> changes = FactChanges.of(before.get(), network.facts());
      if (changes.isEmpty()) {
        same.add(network.checked());
      } else {
        problems.add(ReviewProblems.lockChanged(network.span(), network.name(), lock, changes));
      }
    }
    known.networks().stream()
        .filter(k -> files.isEmpty() || files.contains(k.file()))
        .filter(k -> asked.asksFor(k.network()))
        .filter(k -> now.stream().noneMatch(n -> isSame(k, n.facts())))
        .forEach(k -> missing(k, read, problems));
    return same;
  }

  private void missing(Facts known, List<Reviewed.InFile> read, Problems problems) {
    Optional<Networks> open =
        read.stream()
            .flatMap(file -> file.loaded().stream())
            .filter(n -> n.file().path().equals(known.file()))
            .filter(n -> n.needArguments().containsKey(known.network()))
            .findFirst();
    open.ifPresentOrElse(
        networks -> networks.requireArguments(known.network(), problems),
        () -> problems.add(ReviewProblems.networkGone(known.network(), known.file(), lock)));
  }

  private static boolean isSame(Facts one, Facts other) {
    return one.file().equals(other.file()) && one.network().equals(other.network());
  }

  private List<Reviewed.InFile> read(List<String> names, Problems problems) {
    List<Reviewed.InFile> all = new ArrayList<>();
    SourceReader sources = imports.sources();
    for (String file : new LinkedHashSet<>(names)) {
      all.add(Reviewed.of(session, sources, file, asked, problems));
    }
    return all;
  }

  private void requireCalled(List<Reviewed.InFile> read, Problems problems) {
    List<Networks> loaded = read.stream().flatMap(file -> file.loaded().stream()).toList();
    Networks.requireCalled(loaded, asked, problems);
  }

  private static List<Reviewed> reviewed(List<Reviewed.InFile> files) {
    return files.stream().flatMap(file -> file.networks().stream()).toList();
  }

  private void tellSkipped(Reviewed.InFile file) {
    for (String name : file.skipped(asked)) {
      session.note(
          "`%s` of `%s` needs arguments, and is not in the lock"
              .formatted(name, file.loaded().orElseThrow().file().path()),
          List.of());
    }
  }
}
