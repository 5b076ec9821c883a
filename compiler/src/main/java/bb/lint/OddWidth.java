package bb.lint;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.graph.Graph.Node;
import bb.kernel.Kernel;
import java.util.stream.Stream;

/** Channels that do not fill vectors and tiles; those of the answer are what they are. */
final class OddWidth {
  private static final long VECTOR = 8;

  private OddWidth() {}

  static Stream<Diagnostic> find(Layers layers) {
    return layers
        .nodes()
        .filter(node ->
            layers.program(node).steps().stream()
                .anyMatch(step ->
                    step.kernel() instanceof Kernel.Convolution
                        || step.kernel() instanceof Kernel.TransposedConvolution))
        .filter(node -> node.output().type().channels() % VECTOR != 0)
        .filter(node -> layers.onlyReader(node).isPresent())
        .map(OddWidth::problem);
  }

  private static Diagnostic problem(Node node) {
    long channels = node.output().type().channels();
    long up = Math.ceilDiv(channels, VECTOR) * VECTOR;
    return Diagnostic.at(
            Code.BB0833,
            node.span(),
            "%,d channels are no multiple of %d".formatted(channels, VECTOR),
            "%,d would be".formatted(up))
        .note(
            "vectors and tensor cores compute whole groups of channels, and throw away what is left");
  }
}
