package bb.lint;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.graph.Graph.Node;
import bb.kernel.Kernel;
import bb.program.Program.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Two convolutions in groups of which each group of the second reads one group of the first: they
 * are networks side by side. Between them channels may be shuffled, but not so that it helps.
 */
final class UnmixedGroups {
  private UnmixedGroups() {}

  static Stream<Diagnostic> find(Layers layers) {
    return layers
        .nodes()
        .flatMap(node -> grouped(layers, node).stream().flatMap(step -> find(layers, node, step)));
  }

  /** The convolution of a layer, if it is in groups of several channels. */
  private static Optional<Step> grouped(Layers layers, Node node) {
    return layers.convolution(node).filter(step -> groups(step) > 1 && !isDepthwise(step));
  }

  private static long groups(Step step) {
    return ((Kernel.Convolution) step.kernel()).groups();
  }

  private static boolean isDepthwise(Step step) {
    return groups(step) == Layers.channels(step.inputs().getFirst());
  }

  private static Stream<Diagnostic> find(Layers layers, Node second, Step step) {
    long[] origins = LongStream.range(0, Layers.channels(step.inputs().getFirst())).toArray();
    Optional<Node> at = layers.maker(second.inputs().getFirst());
    Optional<Node> shuffle = Optional.empty();
    while (at.isPresent() && layers.onlyReader(at.get()).isPresent()) {
      Node node = at.get();
      Optional<Step> first = grouped(layers, node);
      if (first.isPresent()) {
        return isApart(origins, groups(step), groups(first.get()))
            ? Stream.of(problem(node, second, groups(step), shuffle))
            : Stream.empty();
      }
      Optional<long[]> through = through(layers, node, origins);
      if (through.isEmpty() || IdleShuffle.is(layers, node)) {
        return Stream.empty();
      }
      origins = through.get();
      shuffle = isShuffle(layers, node) ? at : shuffle;
      at = layers.maker(node.inputs().getFirst());
    }
    return Stream.empty();
  }

  private static boolean isShuffle(Layers layers, Node node) {
    return layers.program(node).steps().stream()
        .anyMatch(step -> step.kernel() instanceof Kernel.ChannelShuffle);
  }

  /** Where channels were in front of a layer that keeps each to itself; empty of any other. */
  private static Optional<long[]> through(Layers layers, Node node, long[] channels) {
    List<Step> steps = layers.program(node).steps();
    if (node.inputs().size() != 1) {
      return Optional.empty();
    }
    long[] now = channels;
    for (Step step : steps.reversed()) {
      boolean keeps =
          switch (step.kernel()) {
            case Kernel.Pointwise _, Kernel.Pool _, Kernel.Resize _ -> true;
            case Kernel.Convolution _ ->
                isDepthwise(step)
                    && Layers.channels(step.output()) == Layers.channels(step.inputs().getFirst());
            case Kernel.ChannelShuffle _ -> true;
            default -> false;
          };
      if (!keeps || step.inputs().size() != 1) {
        return Optional.empty();
      }
      if (step.kernel() instanceof Kernel.ChannelShuffle(long groups)) {
        long each = Layers.channels(step.output()) / groups;
        now = LongStream.of(now).map(c -> c % groups * each + c / groups).toArray();
      }
    }
    return Optional.of(now);
  }

  /** Whether all channels of a group come from one group. */
  private static boolean isApart(long[] origins, long groups, long from) {
    int size = (int) (origins.length / groups);
    long fromSize = origins.length / from;
    for (int i = 0; i < origins.length; i++) {
      if (origins[i] / fromSize != origins[i / size * size] / fromSize) {
        return false;
      }
    }
    return true;
  }

  private static Diagnostic problem(Node first, Node second, long groups, Optional<Node> shuffle) {
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0831,
                second.span(),
                "the groups of these convolutions do not mix",
                "each of its %,d groups reads one group".formatted(groups))
            .with(new Label(first.span(), "of this one"));
    return shuffle
        .map(s ->
            problem
                .with(new Label(s.span(), "leaves each group's channels together"))
                .help("shuffle by the number of groups of the convolution before"))
        .orElseGet(() -> problem.help("put `shuffle(%d)` between them".formatted(groups)));
  }
}
