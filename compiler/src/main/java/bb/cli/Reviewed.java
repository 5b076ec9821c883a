package bb.cli;

import bb.Peaks;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Counts;
import bb.report.Report;
import bb.review.Facts;
import bb.source.Span;
import java.util.List;
import java.util.Optional;

/** A network as reviews see it: no memory is planned for it. */
record Reviewed(Graph graph, Facts facts) {
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

    /** The names of those that cannot be built without arguments: nobody reviews them. */
    List<String> skipped() {
      return loaded.map(n -> List.copyOf(n.needArguments().keySet())).orElse(List.of());
    }
  }

  /**
   * The networks of a file; whatever is wrong is in the problems.
   *
   * @param file as it was named, which is what it is called in a lock
   */
  static InFile of(Session session, SourceReader sources, String file, Problems problems) {
    Optional<Networks> loaded = Networks.load(session, sources, file, NetworkCall.NONE, problems);
    List<Graph> graphs = loaded.map(Networks::graphs).orElse(List.of());
    return new InFile(loaded, graphs.stream().map(graph -> of(session, graph)).toList());
  }

  static Reviewed of(Session session, Graph graph) {
    session.stage("counting " + graph.name());
    return new Reviewed(
        graph, Facts.of(graph, Counts.of(graph), Peaks.of(graph).bytes(), Report.Field.of(graph)));
  }

  String name() {
    return graph.name();
  }

  Span span() {
    return graph.span();
  }
}
