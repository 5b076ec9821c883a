package bb.cli;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.format.Format;
import bb.review.Change;
import bb.review.ChangeClass;
import bb.review.DiffText;
import bb.review.FileDiff;
import bb.review.FileDiff.Side;
import bb.review.Renames;
import java.nio.charset.StandardCharsets;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "  bbc breaking models/*.bb --against bb.lock --fail-on weights,contract,numerics"
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
      converter = Words.FindingsFormat.class,
      description = "How to print what fails: text, json, sarif, junit, github or gitlab.")
  private Format format;

  @Mixin private DenyOption deny;

  @Mixin private ImportOption imports;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder markdown = new StringBuilder();
  private final Map<String, String> renamed = new TreeMap<>();
  private final List<String> missing = new ArrayList<>();
  private final Map<String, String> renamedFiles = new TreeMap<>();

  BreakingCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.diagnostics(format);
    session.announce(files, renames);
    Problems problems = deny.problems();
    Optional<Reference> reference = Reference.of(session, against, files.getFirst(), problems);
    SourceReader sources = imports.sources();
    if (reference.isPresent()) {
      for (String file : files) {
        List<Reviewed> now = Reviewed.of(session, sources, file, problems);
        if (!problems.hasErrors()) {
          compare(file, now, reference.get(), problems);
        }
      }
      if (!problems.hasErrors()) {
        requireKnown(reference.get(), problems);
      }
    }
    if (renames.isPresent() && !problems.hasErrors()) {
      byte[] rules = Renames.rules(renamed).orElse("").getBytes(StandardCharsets.UTF_8);
      session.write(renames.get(), stream -> stream.write(rules), problems);
    }
    return finish(problems);
  }

  private int finish(Problems problems) {
    if (format == Format.TEXT) {
      session.print(text.toString());
      return session.finish(problems);
    }
    session.alsoSummarize(markdown.toString());
    return session.finish(problems, List.of(), session.terminal().out());
  }

  private void compare(String file, List<Reviewed> now, Reference reference, Problems problems) {
    switch (reference) {
      case Reference.Folder(var folder) ->
          inFolder(folder, file)
              .ifPresentOrElse(
                  path -> read(file, now, imports.sources(), path.toString(), problems),
                  () -> added(file, now, Optional.empty()));
      case Reference.Revision revision -> {
        GitStore store = new GitStore(session.host().programs(), revision.commit());
        if (store.exists(Path.of(file).normalize())) {
          read(file, now, imports.sources(store), file, problems);
        } else {
          added(file, now, revision.formerName(session, file));
        }
      }
      case Reference.Lock(var lock) -> {
        List<Side> before =
            lock.networks().stream().filter(n -> n.file().equals(file)).map(Side::of).toList();
        if (before.isEmpty()) {
          added(file, now, Locks.formerName(lock, now));
        } else {
          report(file, now, before, problems);
        }
      }
    }
  }

  /** A file that the reference does not have: new, or one that has another name there. */
  private void added(String file, List<Reviewed> now, Optional<String> former) {
    missing.add(file);
    former.ifPresent(name -> renamedFiles.put(file, name));
    now.forEach(network -> isNew(network.name(), file));
  }

  /** Says so if nothing could be compared, or not with what it was. */
  private void requireKnown(Reference reference, Problems problems) {
    renamedFiles.forEach(
        (file, former) -> problems.add(ReviewProblems.renamed(file, former, against)));
    boolean anyMayBeNew = reference instanceof Reference.Revision;
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
      String file, List<Reviewed> now, SourceReader sources, String path, Problems problems) {
    Problems theirs = new Problems();
    List<Reviewed> before = Reviewed.of(session, sources, path, theirs);
    if (theirs.hasErrors()) {
      Diagnostic first = theirs.sorted().getFirst();
      String place = first.primary().map(l -> "line " + l.span().line() + ": ").orElse("");
      problems.add(ReviewProblems.notComparable(file, against, place + first.message()));
      return;
    }
    report(file, now, sides(before), problems);
  }

  private static List<Side> sides(List<Reviewed> networks) {
    return networks.stream().map(n -> Side.of(n.graph(), n.facts())).toList();
  }

  private void report(String file, List<Reviewed> now, List<Side> before, Problems problems) {
    FileDiff diff = FileDiff.of(before, sides(now));
    for (FileDiff.Changed changed : diff.changed()) {
      renamed.putAll(changed.renamed());
      now.stream()
          .filter(network -> network.name().equals(changed.network()))
          .forEach(network -> report(network, changed.changes(), changed.renamed(), problems));
    }
    diff.gone().forEach(name -> gone(name, file, problems));
    diff.added().forEach(name -> isNew(name, file));
  }

  private void isNew(String network, String file) {
    text.append(network).append(" in ").append(file).append(" is new\n");
    markdown.append("**%s in %s** is new\n\n".formatted(network, file));
  }

  private void gone(String network, String file, Problems problems) {
    Change change = new Change(ChangeClass.CONTRACT, "the network is gone");
    text.append(DiffText.text(network + " in " + file, List.of(change)));
    markdown.append(DiffText.markdown(network + " in " + file, List.of(change)));
    if (failOn.contains(ChangeClass.CONTRACT)) {
      problems.add(ReviewProblems.gone(network, file, against));
    }
  }

  private void report(
      Reviewed network, List<Change> changes, Map<String, String> names, Problems problems) {
    String title = network.name() + " in " + network.facts().file();
    text.append(DiffText.text(title, changes));
    markdown.append(DiffText.markdown(title, changes));
    for (ChangeClass kind : ChangeClass.values()) {
      List<Change> own = changes.stream().filter(c -> c.kind() == kind).toList();
      if (failOn.contains(kind) && !own.isEmpty()) {
        problems.add(ReviewProblems.breaking(network.span(), network.name(), kind, own, names));
      }
    }
  }
}
