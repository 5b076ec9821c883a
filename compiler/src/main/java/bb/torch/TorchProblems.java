package bb.torch;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.graph.Graph.Node;

/** The prose of what cannot be written with PyTorch. */
final class TorchProblems {
  private TorchProblems() {}

  static Diagnostic missing(Node node, String why) {
    return Diagnostic.at(
            Code.BB0511,
            node.span(),
            "`%s` cannot be written with PyTorch".formatted(node.op().spec().name()),
            "is " + node.call())
        .note(why);
  }
}
