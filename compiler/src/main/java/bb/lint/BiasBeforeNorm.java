package bb.lint;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.graph.Graph.Node;
import bb.kernel.Kernel;
import bb.ops.BatchNorm;
import bb.program.Program.Step;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bias that the batch norm behind it takes away again: it is stored, added and learned for
 * nothing.
 */
final class BiasBeforeNorm {
  private BiasBeforeNorm() {}

  static Stream<Diagnostic> find(Layers layers) {
    return layers
        .nodes()
        .filter(node -> node.op() instanceof BatchNorm)
        .flatMap(norm ->
            layers
                .maker(norm.inputs().getFirst())
                .filter(maker -> layers.onlyReader(maker).isPresent() && hasBias(layers, maker))
                .map(maker -> problem(maker, norm))
                .stream());
  }

  private static boolean hasBias(Layers layers, Node node) {
    List<Step> steps = layers.program(node).steps();
    return !steps.isEmpty()
        && switch (steps.getLast().kernel()) {
          case Kernel.Convolution c -> c.bias();
          case Kernel.TransposedConvolution c -> c.bias();
          default -> false;
        };
  }

  private static Diagnostic problem(Node node, Node norm) {
    String layer = node.op().spec().name();
    return Diagnostic.at(
            Code.BB0830,
            node.span(),
            "the bias of this `%s` has no effect".formatted(layer),
            "adds %,d numbers".formatted(node.output().type().channels()))
        .with(new Label(norm.span(), "subtracts the mean, and the bias with it"))
        .note("without it a checkpoint has a tensor less: one that has it no longer loads")
        .help("write `bias: false`");
  }
}
