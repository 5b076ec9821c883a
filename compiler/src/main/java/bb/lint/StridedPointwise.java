package bb.lint;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.graph.Graph.Node;
import bb.kernel.Kernel;
import bb.kernel.Window;
import bb.program.Program.Step;
import java.util.stream.Stream;

/** A convolution that reads one pixel of each few, so that nothing depends on the others. */
final class StridedPointwise {
  private StridedPointwise() {}

  static Stream<Diagnostic> find(Layers layers) {
    return layers
        .nodes()
        .flatMap(node -> layers.convolution(node).stream().flatMap(step -> find(node, step)));
  }

  private static Stream<Diagnostic> find(Node node, Step step) {
    Window window = ((Kernel.Convolution) step.kernel()).window();
    long pixels = window.strideHeight() * window.strideWidth();
    boolean point = window.kernelHeight() == 1 && window.kernelWidth() == 1;
    return point && pixels > 1 ? Stream.of(problem(node, pixels)) : Stream.empty();
  }

  private static Diagnostic problem(Node node, long pixels) {
    return Diagnostic.at(
            Code.BB0832,
            node.span(),
            "this 1x1 `%s` reads one of %d pixels".formatted(node.op().spec().name(), pixels),
            "drops %d of %d of %s"
                .formatted(pixels - 1, pixels, node.inputs().getFirst().type().shape()))
        .help("average first: `avg_pool(2)` and then stride 1 (He et al., 2019: ResNet-D)")
        .help("or give the stride to a convolution whose kernel is at least as large");
  }
}
