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
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
  /** A longer list is read by nobody. */
  private static final int SHOWN = 20;

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
      defaultValue = Locks.DEFAULT,
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
      tellLost(networks);
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
      if (named.isEmpty() && files.isEmpty()) {
        problems.add(ReviewProblems.emptyLock(lock));
      }
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
    String command = command(known);
    List<Checked> same = new ArrayList<>();
    for (Reviewed network : now) {
      Optional<Facts> before = known.find(network.facts().file(), network.name());
      if (before.isEmpty()) {
        problems.add(ReviewProblems.notLocked(network.span(), network.name(), lock, command));
        continue;
      }
      List<Change> changes = FactChanges.of(before.get(), network.facts());
      if (changes.isEmpty()) {
        same.add(network.checked());
      } else {
        problems.add(
            ReviewProblems.lockChanged(network.span(), network.name(), lock, changes, command));
      }
    }
    known.networks().stream()
        .filter(k -> files.isEmpty() || files.contains(k.file()) || !Locks.isThere(k.file()))
        .filter(k -> asked.asksFor(k.network()))
        .filter(k -> now.stream().noneMatch(n -> isSame(k, n.facts())))
        .forEach(k -> missing(k, read, command, problems));
    return same;
  }

  /** What writes the lock anew, of the files that it names and those that were given. */
  private String command(Reading.Lock known) {
    Set<String> all = new TreeSet<>(files);
    known.networks().stream().map(Facts::file).filter(Locks::isThere).forEach(all::add);
    List<String> options =
        Stream.of(network.words(), imports.words()).flatMap(List::stream).toList();
    return Locks.command(lock, all, options);
  }

  private void missing(Facts known, List<Reviewed.InFile> read, String command, Problems problems) {
    Optional<Networks> open =
        read.stream()
            .flatMap(file -> file.loaded().stream())
            .filter(n -> n.file().path().equals(known.file()))
            .filter(n -> n.needArguments().containsKey(known.network()))
            .findFirst();
    open.ifPresentOrElse(
        networks -> networks.requireArguments(known.network(), problems),
        () ->
            problems.add(ReviewProblems.networkGone(known.network(), known.file(), lock, command)));
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

  /** Says which networks the lock has had, and has no more. */
  private void tellLost(List<Facts> networks) {
    Optional<Reading.Lock> known =
        Locks.isThere(lock) ? Locks.read(lock, new Problems()) : Optional.empty();
    List<Facts> lost =
        known.stream()
            .flatMap(old -> old.networks().stream())
            .filter(k -> networks.stream().noneMatch(n -> isSame(k, n)))
            .toList();
    if (lost.isEmpty()) {
      return;
    }
    List<String> details =
        new ArrayList<>(
            lost.stream()
                .limit(SHOWN)
                .map(k -> "`%s` of `%s`".formatted(k.network(), k.file()))
                .toList());
    if (lost.size() > SHOWN) {
      details.add("and %d more".formatted(lost.size() - SHOWN));
    }
    details.add("a lock has what is given: `%s`".formatted(command(known.get())));
    session.note("the lock `%s` had more networks than it has now".formatted(lock), details);
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
