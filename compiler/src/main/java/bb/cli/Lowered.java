package bb.cli;

import bb.graph.Graph;
import bb.lowering.Lowering;
import bb.report.Report;

/** A network's report; the one place where the command line asks for lowering and planning. */
final class Lowered {
  private Lowered() {}

  static Report report(Session session, Graph graph) {
    session.stage("planning " + graph.name());
    return Report.of(graph, graph.nodes().stream().map(n -> Lowering.macs(n, graph)).toList(), new Report.Memory(0, 0));
  }
}
