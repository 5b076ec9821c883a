package bb.cli;

import bb.diagnostics.Problems;
import bb.model.NetworkCall;
import bb.review.Change;
import bb.review.FileDiff;
import bb.review.FileDiff.Changed;
import bb.source.SourceFile;
import bb.syntax.Ast;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
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
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Says what differs between two networks, or two versions of a file.",
      "A file with several networks is compared network by network, by their names;",
      "FILE#NAME or FILE#NAME(arguments) is one of them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc diff old/net.bb new/net.bb",
      "  bbc diff old/resnet.bb new/resnet.bb --network ResNet50",
      "  bbc diff resnet.bb#ResNet50 resnet.bb#ResNet101",
      "  bbc diff resnet.bb#ResNet50 resnet.bb#ResNet101 --format html > diff.html"
    })
final class DiffCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "A", description = "The network or file as it was.")
  private String before;

  @Parameters(index = "1", paramLabel = "B", description = "The network or file as it is.")
  private String after;

  @Option(
      names = "--format",
      paramLabel = "text|markdown|json|html",
      defaultValue = "text",
      converter = Words.DiffFormats.class,
      description = "How to print it; text unless stated.")
  private Words.DiffFormat format;

  @Option(
      names = "--renames",
      paramLabel = "F",
      description = "Write the new names of tensors to this file, as --rename reads them.")
  private Optional<String> renames;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  @Spec private CommandSpec spec;

  private final ChangeReport report = new ChangeReport();
  private final Set<String> skipped = new LinkedHashSet<>();

  DiffCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    diagnostics.applyTo(session);
    session.announce(List.of(), renames);
    Problems problems = deny.problems();
    NetworkCall asked = network.call(problems);
    Asked first = Asked.of(before, asked, problems);
    Asked second = Asked.of(after, asked, problems);
    if (asked.name().isPresent() && first.isNamed() && second.isNamed()) {
      throw new ParameterException(
          spec.commandLine(), "both name a network: `--network` chooses one of files");
    }
    List<Reviewed> old = networks(first, second, problems);
    List<Reviewed> now = networks(second, first, problems);
    if (!problems.hasErrors()) {
      skipped.forEach(report::skipped);
      print(compare(first, old, second, now));
      renames.ifPresent(file -> report.writeRenames(session, file, problems));
    }
    return session.finish(problems);
  }

  /**
   * A side of the comparison.
   *
   * @param text as it stands on the command line
   */
  private record Asked(String text, String file, NetworkCall call) {
    /**
     * @param option what the options ask for
     */
    static Asked of(String text, NetworkCall option, Problems problems) {
      int hash = text.indexOf('#');
      if (hash < 0) {
        return new Asked(text, text, option);
      }
      Optional<SourceFile> name = Optional.of(new SourceFile(text, text.substring(hash + 1)));
      NetworkCall call = NetworkCall.read(name, List.of(), problems);
      List<Ast.Argument> arguments = new ArrayList<>(call.arguments());
      arguments.addAll(option.arguments());
      return new Asked(text, text.substring(0, hash), new NetworkCall(call.name(), arguments));
    }

    /** Whether it is one network by itself, not all of a file. */
    boolean isNamed() {
      return text.length() > file.length();
    }

    String name(String network) {
      return file + "#" + network;
    }
  }

  /** All networks of a side that names none, unless the other one does. */
  private List<Reviewed> networks(Asked side, Asked other, Problems problems) {
    if (problems.hasErrors()) {
      return List.of();
    }
    Reviewed.InFile all = Reviewed.of(session, imports.sources(), side.file, side.call, problems);
    all.loaded().ifPresent(networks -> networks.requireCalled(side.call, problems));
    List<String> names = all.networks().stream().map(Reviewed::name).toList();
    skipped.addAll(all.skipped(side.call));
    if (side.call.name().isEmpty() && other.call.name().isPresent() && names.size() > 1) {
      problems.add(CommandProblems.severalNetworks(side.file, names));
    }
    return all.networks();
  }

  private FileDiff compare(Asked first, List<Reviewed> old, Asked second, List<Reviewed> now) {
    if (old.size() == 1 && now.size() == 1) {
      Changed changed = Changed.of(old.getFirst().side(), now.getFirst().side());
      changed(first.text, second.text, changed);
      return new FileDiff(List.of(changed), List.of(), List.of());
    }
    FileDiff diff = FileDiff.of(Reviewed.sides(old), Reviewed.sides(now));
    diff.changed().forEach(c -> changed(first.name(c.network()), second.name(c.network()), c));
    diff.gone().forEach(name -> report.gone(first.name(name)));
    diff.added().forEach(name -> report.added(second.name(name)));
    return diff;
  }

  private void changed(String old, String now, Changed changed) {
    report.changed(old + " → " + now, old, now, changed);
  }

  private void print(FileDiff diff) {
    session.print(
        switch (format) {
          case TEXT -> report.text();
          case MARKDOWN -> report.markdown();
          case JSON -> json(diff);
          case HTML -> report.page(graph -> Engine.reported(session, graph));
        });
  }

  private static String json(FileDiff diff) {
    var object = new JsonObject();
    object.put("networks", diff.changed().stream().map(DiffCommand::json).toList());
    object.put("gone", diff.gone());
    object.put("new", diff.added());
    return JsonWriter.indent("  ").string().value(object).done() + "\n";
  }

  private static JsonObject json(Changed changed) {
    var object = new JsonObject();
    object.put("before", changed.before().name());
    object.put("after", changed.now().name());
    object.put("changes", changed.changes().stream().map(DiffCommand::json).toList());
    object.put("renamed", new JsonObject(changed.renamed()));
    return object;
  }

  private static JsonObject json(Change change) {
    var object = new JsonObject();
    object.put("class", change.kind().name());
    object.put("text", change.text());
    return object;
  }
}
