package bb.lint;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.graph.Graph.Node;
import bb.kernel.Kernel;
import bb.program.Program.Step;
import java.util.stream.Stream;

/**
 * A shuffle of as many groups as there are channels, which leaves each where it is. So does one of
 * a single group, but that is what a block with a number of groups becomes where it is one.
 */
final class IdleShuffle {
  private IdleShuffle() {}

  static Stream<Diagnostic> find(Layers layers) {
    return layers.nodes().filter(node -> is(layers, node)).map(IdleShuffle::problem);
  }

  static boolean is(Layers layers, Node node) {
    return layers.program(node).steps().stream().anyMatch(IdleShuffle::isIdle);
  }

  private static boolean isIdle(Step step) {
    return step.kernel() instanceof Kernel.ChannelShuffle(long groups)
        && groups > 1
        && groups == Layers.channels(step.output());
  }

  private static Diagnostic problem(Node shuffle) {
    return Diagnostic.at(
            Code.BB0835,
            shuffle.span(),
            "this `shuffle` moves no channel",
            "as many groups as channels: each stays where it is")
        .help("give it the number of groups of the convolution before, or take it out");
  }
}
