package bb.cli;

import bb.Peaks;
import bb.diagnostics.Problems;
import bb.diagnostics.format.Findings.Checked;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Counts;
import bb.report.Report;
import bb.review.Facts;
import bb.review.FileDiff;
import bb.source.Span;
import java.util.List;
import java.util.Optional;

/** A network as reviews see it: no memory is planned for it. */
record Reviewed(Graph graph, Counts counts, Facts facts) {
  /**
   * What a file holds.
   *
   * @param loaded empty if it cannot be read
   * @param networks those that can be built as they are
   */
  record InFile(Optional<Networks> loaded, List<Reviewed> networks) {
    InFile {
      networks = List.copyOf(networks);
    }

    /**
     * The names of those that cannot be built without arguments: nobody reviews them, unless one is
     * called.
     */
    List<String> skipped(NetworkCall call) {
      return call.name().isPresent()
          ? List.of()
          : loaded.map(n -> List.copyOf(n.needArguments().keySet())).orElse(List.of());
    }
  }

  /**
   * The networks of a file that were asked for; whatever is wrong is in the problems.
   *
   * @param file as it was named, which is what it is called in a lock
   */
  static InFile of(
      Session session, SourceReader sources, String file, NetworkCall call, Problems problems) {
    Optional<Networks> loaded = Networks.load(session, sources, file, call, problems);
    List<Graph> graphs = loaded.map(Networks::graphs).orElse(List.of());
    return new InFile(loaded, graphs.stream().map(graph -> of(session, graph)).toList());
  }

  static Reviewed of(Session session, Graph graph) {
    session.stage("counting " + graph.name());
    Counts counts = Counts.of(graph);
    return new Reviewed(
        graph, counts, Facts.of(graph, counts, Peaks.of(graph).bytes(), Report.Field.of(graph)));
  }

  String name() {
    return graph.name();
  }

  /** The network as one in which nothing is wrong. */
  Checked checked() {
    return Networks.checked(facts.file(), graph, counts);
  }

  /** The networks as those that are compared. */
  static List<FileDiff.Side> sides(List<Reviewed> networks) {
    return networks.stream().map(Reviewed::side).toList();
  }

  FileDiff.Side side() {
    return FileDiff.Side.of(graph, facts);
  }

  Span span() {
    return graph.span();
  }
}
