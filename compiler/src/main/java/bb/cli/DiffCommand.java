package bb.cli;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.review.Change;
import bb.review.DiffPage;
import bb.review.DiffText;
import bb.review.NetworkDiff;
import bb.review.Renames;
import bb.source.SourceFile;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Says what differs between two networks, or two versions of one.",
      "A network is FILE if it is the only one there, or FILE#NAME, or FILE#NAME(arguments)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc diff old/net.bb new/net.bb",
      "  bbc diff resnet.bb#ResNet50 resnet.bb#ResNet101",
      "  bbc diff resnet.bb#ResNet50 resnet.bb#ResNet101 --format html > diff.html"
    })
final class DiffCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "A", description = "The network as it was.")
  private String before;

  @Parameters(index = "1", paramLabel = "B", description = "The network as it is.")
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

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  DiffCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    diagnostics.applyTo(session);
    session.announce(List.of(), renames);
    Problems problems = deny.problems();
    Optional<Reviewed> old = network(before, problems);
    Optional<Reviewed> now = network(after, problems);
    if (old.isPresent() && now.isPresent() && !problems.hasErrors()) {
      NetworkDiff diff =
          NetworkDiff.of(
              old.get().graph(), old.get().facts(), now.get().graph(), now.get().facts());
      session.print(text(old.get(), now.get(), diff));
      if (renames.isPresent()) {
        byte[] rules = Renames.rules(diff.renamed()).orElse("").getBytes(StandardCharsets.UTF_8);
        session.write(renames.get(), stream -> stream.write(rules), problems);
      }
    }
    return session.finish(problems);
  }

  private String text(Reviewed old, Reviewed now, NetworkDiff diff) {
    String title = before + " → " + after;
    return switch (format) {
      case TEXT -> DiffText.text(title, diff.changes());
      case MARKDOWN -> DiffText.markdown(title, diff.changes());
      case JSON -> json(diff);
      case HTML ->
          DiffPage.render(
              List.of(
                  new DiffPage.Pair(
                      new DiffPage.Side(before, Engine.reported(session, old.graph())),
                      new DiffPage.Side(after, Engine.reported(session, now.graph())),
                      diff)),
              List.of());
    };
  }

  private static String json(NetworkDiff diff) {
    var object = new JsonObject();
    object.put("changes", diff.changes().stream().map(DiffCommand::json).toList());
    object.put("renamed", new JsonObject(diff.renamed()));
    return JsonWriter.indent("  ").string().value(object).done() + "\n";
  }

  private static JsonObject json(Change change) {
    var object = new JsonObject();
    object.put("class", change.kind().name());
    object.put("text", change.text());
    return object;
  }

  private Optional<Reviewed> network(String argument, Problems problems) {
    int hash = argument.indexOf('#');
    String file = hash < 0 ? argument : argument.substring(0, hash);
    Optional<SourceFile> call =
        hash < 0
            ? Optional.empty()
            : Optional.of(new SourceFile(argument, argument.substring(hash + 1)));
    NetworkCall wanted = NetworkCall.read(call, List.of(), problems);
    Optional<Graph> graph = Networks.one(session, imports.sources(), file, wanted, problems);
    return graph.map(g -> Reviewed.of(session, g));
  }
}
