package bb.cli;

import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.diagnostics.format.Findings.Checked;
import bb.model.NetworkCall;
import bb.review.Change;
import bb.review.ChangeClass;
import bb.review.FileDiff;
import bb.review.FileDiff.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    name = "breaking",
    mixinStandardHelpOptions = true,
    description = {
      "Says what has changed in networks since a revision, each change in one class:",
      "WEIGHTS (an old checkpoint no longer loads), CONTRACT (inputs, outputs, preprocessing),",
      "NUMERICS (the same weights give another answer), COST, COSMETIC."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc breaking models/*.bb --against origin/main",
      "  bbc breaking models/*.bb --against bb.lock --fail-on weights,contract,numerics",
      "  bbc breaking models/*.bb --against origin/main --format html > changes.html"
    })
final class BreakingCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .bb files to compare.")
  private List<String> files;

  @Option(
      names = "--against",
      required = true,
      paramLabel = "REF",
      description = "A revision of git, a folder that holds the files as they were, or a lock.")
  private String against;

  @Option(
      names = "--fail-on",
      paramLabel = "CLASS",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "weights,contract",
      converter = Words.ChangeClasses.class,
      description = "The classes of changes that fail; weights,contract unless stated.")
  private List<ChangeClass> failOn;

  @Option(
      names = "--renames",
      paramLabel = "F",
      description = "Write the new names of tensors to this file, as --rename reads them.")
  private Optional<String> renames;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Words.BreakingFormats.class,
      description = {
        "How to print what fails: text, json, sarif, junit, github or gitlab;",
        "html: a page of all that has changed, drawn, and what fails on standard error."
      })
  private Words.BreakingFormat format;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private ImportOption imports;

  @Spec private CommandSpec spec;

  private NetworkCall asked = NetworkCall.NONE;
  private final ChangeReport report = new ChangeReport();
  private final List<Networks> loaded = new ArrayList<>();
  private final List<Checked> right = new ArrayList<>();
  private boolean compared;
  private final List<String> missing = new ArrayList<>();
  private final Map<String, String> renamedFiles = new TreeMap<>();

  BreakingCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.diagnostics(format.findings());
    session.announce(files, renames);
    Problems problems = new Problems();
    asked = network.call(problems);
    Optional<Reference> reference =
        problems.hasErrors() ? Optional.empty() : Reference.of(session, against, files, problems);
    if (isPage() && reference.filter(Reference.Lock.class::isInstance).isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "a lock has no layers to draw: compare with a revision or a folder, or print text");
    }
    SourceReader sources = imports.sources();
    if (reference.isPresent()) {
      for (String file : files) {
        // of its own, as a change of the file before is no reason not to read this one
        Problems own = deny.problems();
        Reviewed.InFile now = Reviewed.of(session, sources, file, asked, own);
        now.loaded()
            .ifPresent(networks -> {
              loaded.add(networks);
              asked.name().ifPresent(name -> networks.requireArguments(name, own));
            });
        own.sorted().forEach(problems::add);
        if (!isWrong(own)) {
          compare(file, now, reference.get(), problems);
        }
      }
      if (!isWrong(problems) && nothingCompared()) {
        Networks.requireCalled(loaded, asked, problems);
      }
      if (!isWrong(problems)) {
        requireKnown(reference.get(), problems);
      }
    }
    if (renames.isPresent() && !isWrong(problems)) {
      report.writeRenames(session, renames.get(), problems);
    }
    return finish(problems);
  }

  /** Whether something could not be compared; a change that is not to be is no reason to stop. */
  private static boolean isWrong(Problems problems) {
    return problems.sorted().stream().anyMatch(p -> p.severity() == Severity.ERROR);
  }

  private boolean isPage() {
    return format == Words.BreakingFormat.HTML;
  }

  private int finish(Problems problems) {
    if (isPage()) {
      if (!isWrong(problems)) {
        session.print(report.page(graph -> Engine.reported(session, graph)));
      }
      return session.finish(problems);
    }
    if (format == Words.BreakingFormat.TEXT) {
      session.print(report.text());
      return session.finish(problems);
    }
    session.alsoSummarize(report.markdown());
    return session.finish(problems, right, session.terminal().out());
  }

  private void compare(String file, Reviewed.InFile now, Reference reference, Problems problems) {
    switch (reference) {
      case Reference.Folder(var folder) ->
          inFolder(folder, file)
              .ifPresentOrElse(
                  path -> read(file, now, imports.sources(folder), path.toString(), problems),
                  () -> added(file, now, Optional.empty()));
      case Reference.Revision revision -> {
        GitStore store = revision.store(file);
        if (store.exists(Path.of(file).normalize())) {
          read(file, now, imports.sources(store), file, problems);
        } else {
          added(file, now, store.formerName(file));
        }
      }
      case Reference.Lock(var lock) -> {
        List<Side> before =
            lock.networks().stream().filter(n -> n.file().equals(file)).map(Side::of).toList();
        if (before.isEmpty()) {
          added(file, now, Locks.formerName(lock, now.networks()));
        } else {
          inLock(
              file, now, before.stream().filter(n -> asked.asksFor(n.name())).toList(), problems);
        }
      }
    }
  }

  /** A lock does not say with which arguments a network is in it that needs some. */
  private void inLock(String file, Reviewed.InFile now, List<Side> before, Problems problems) {
    List<String> open = now.skipped(asked);
    List<Side> built = before.stream().filter(n -> !open.contains(n.name())).toList();
    now.loaded()
        .ifPresent(networks ->
            before.stream()
                .map(Side::name)
                .filter(open::contains)
                .forEach(name -> networks.requireArguments(name, problems)));
    report(file, now, built, problems);
  }

  /** A file that the reference does not have: new, or one that has another name there. */
  private void added(String file, Reviewed.InFile now, Optional<String> former) {
    missing.add(file);
    skipped(file, now, List.of());
    former.ifPresent(name -> renamedFiles.put(file, name));
    now.networks().forEach(network -> isNew(network, file));
  }

  /** Says so if nothing could be compared, or not with what it was. */
  private void requireKnown(Reference reference, Problems problems) {
    boolean anyMayBeNew = reference instanceof Reference.Revision;
    renamedFiles.forEach((file, former) ->
        problems.add(
            anyMayBeNew
                ? ReviewProblems.renamedSince(against, file, former)
                : ReviewProblems.renamedInLock(against, file, former)));
    if (!anyMayBeNew && missing.size() == files.size() && renamedFiles.isEmpty()) {
      missing.forEach(file -> problems.add(ReviewProblems.notThere(file, against)));
    }
  }

  /** The file of the same path below a folder, or else of the same name in it. */
  private static Optional<Path> inFolder(Path folder, String file) {
    Path path = Path.of(file).normalize();
    Path below = path.isAbsolute() ? path : folder.resolve(path);
    return Stream.of(below, folder.resolve(path.getFileName()))
        .filter(candidate -> candidate.startsWith(folder) && Files.exists(candidate))
        .findFirst();
  }

  private void read(
      String file, Reviewed.InFile now, SourceReader sources, String path, Problems problems) {
    Problems theirs = new Problems();
    List<Reviewed> before = Reviewed.of(session, sources, path, asked, theirs).networks();
    if (isWrong(theirs)) {
      problems.add(ReviewProblems.notComparable(file, against, theirs.sorted().getFirst()));
      return;
    }
    report(file, now, Reviewed.sides(before), problems);
  }

  private void report(String file, Reviewed.InFile now, List<Side> before, Problems problems) {
    FileDiff diff = FileDiff.of(before, Reviewed.sides(now.networks()));
    for (FileDiff.Changed changed : diff.changed()) {
      String title = title(changed.network(), file);
      report.changed(title, "%s of %s".formatted(title, against), title, changed);
      now.networks().stream()
          .filter(network -> network.name().equals(changed.network()))
          .forEach(network -> judge(network, changed.changes(), changed.renamed(), problems));
    }
    skipped(file, now, diff.gone());
    for (String name : diff.gone()) {
      if (now.skipped(asked).contains(name)) {
        closed(name, file, problems);
      } else {
        gone(name, file, problems);
      }
    }
    now.networks().stream()
        .filter(network -> diff.added().contains(network.name()))
        .forEach(network -> isNew(network, file));
  }

  /** Says which networks need arguments, and could not be built before either. */
  private void skipped(String file, Reviewed.InFile now, List<String> built) {
    now.skipped(asked).stream()
        .filter(name -> !built.contains(name))
        .forEach(name -> report.skipped(title(name, file)));
  }

  private static String title(String network, String file) {
    return "%s in %s".formatted(network, file);
  }

  private void isNew(Reviewed network, String file) {
    compared = true;
    right.add(network.checked());
    report.added(title(network.name(), file));
  }

  private boolean nothingCompared() {
    return !compared && missing.isEmpty();
  }

  private void gone(String network, String file, Problems problems) {
    compared = true;
    report.gone(title(network, file));
    if (failOn.contains(ChangeClass.CONTRACT)) {
      problems.add(ReviewProblems.gone(network, file, against));
    }
  }

  /** A network that could be built as it was, and cannot any more. */
  private void closed(String network, String file, Problems problems) {
    compared = true;
    report.closed(title(network, file));
    if (failOn.contains(ChangeClass.CONTRACT)) {
      problems.add(ReviewProblems.closed(network, file, against));
    }
  }

  private void judge(
      Reviewed network, List<Change> changes, Map<String, String> names, Problems problems) {
    compared = true;
    List<Change> failing = changes.stream().filter(c -> failOn.contains(c.kind())).toList();
    if (failing.isEmpty()) {
      right.add(network.checked());
    } else {
      problems.add(ReviewProblems.breaking(network.span(), network.name(), failing, names));
    }
  }
}
