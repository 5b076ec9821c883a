package bb.cli;

import bb.Peaks;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Counts;
import bb.report.Report;
import bb.review.Facts;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;

/** A network as reviews see it: no memory is planned for it. */
record Reviewed(Graph graph, Facts facts) {
  /**
   * The networks of files that can be built as they are; whatever is wrong is in the problems.
   *
   * @param file as it was named, which is what it is called in a lock
   */
  static List<Reviewed> of(Session session, SourceReader sources, String file, Problems problems) {
    List<Reviewed> found = new ArrayList<>();
    Networks.load(session, sources, file, NetworkCall.NONE, problems)
        .ifPresent(networks -> networks.graphs().forEach(graph -> found.add(of(session, graph))));
    return found;
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
