package bb.cli;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.format.Format;
import bb.review.Change;
import bb.review.ChangeClass;
import bb.review.DiffText;
import bb.review.FactChanges;
import bb.review.Facts;
import bb.review.NetworkDiff;
import bb.review.Renames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
                  path -> graphs(file, now, imports.sources(), path.toString(), problems),
                  () -> problems.add(ReviewProblems.notThere(file, against)));
      case Reference.Revision(var commit) -> {
        GitStore store = new GitStore(session.host().programs(), commit);
        if (store.exists(Path.of(file).normalize())) {
          graphs(file, now, imports.sources(store), file, problems);
        } else {
          problems.add(ReviewProblems.notThere(file, against));
        }
      }
      case Reference.Lock(var lock) -> {
        List<Facts> before =
            lock.networks().stream().filter(facts -> facts.file().equals(file)).toList();
        if (before.isEmpty()) {
          problems.add(ReviewProblems.notThere(file, against));
        }
        for (Facts facts : before) {
          Optional<Reviewed> network = find(now, facts.network());
          network.ifPresentOrElse(
              n -> report(n, FactChanges.of(facts, n.facts()), Map.of(), problems),
              () -> gone(facts.network(), file, problems));
        }
        newOnes(now, before.stream().map(Facts::network).toList());
      }
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

  private void graphs(
      String file, List<Reviewed> now, SourceReader sources, String path, Problems problems) {
    Problems theirs = new Problems();
    List<Reviewed> before = Reviewed.of(session, sources, path, theirs);
    if (theirs.hasErrors()) {
      Diagnostic first = theirs.sorted().getFirst();
      String place = first.primary().map(l -> "line " + l.span().line() + ": ").orElse("");
      problems.add(ReviewProblems.notComparable(file, against, place + first.message()));
      return;
    }
    for (Reviewed old : before) {
      Optional<Reviewed> network = find(now, old.name());
      if (network.isEmpty()) {
        gone(old.name(), file, problems);
        continue;
      }
      NetworkDiff diff =
          NetworkDiff.of(old.graph(), old.facts(), network.get().graph(), network.get().facts());
      renamed.putAll(diff.renamed());
      report(network.get(), diff.changes(), diff.renamed(), problems);
    }
    newOnes(now, before.stream().map(Reviewed::name).toList());
  }

  private static Optional<Reviewed> find(List<Reviewed> networks, String name) {
    return networks.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  private void newOnes(List<Reviewed> now, List<String> before) {
    now.stream()
        .filter(n -> !before.contains(n.name()))
        .forEach(
            n -> text.append(n.name()).append(" in ").append(n.facts().file()).append(" is new\n"));
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
