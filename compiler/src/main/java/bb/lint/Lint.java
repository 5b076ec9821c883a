package bb.lint;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.graph.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** All lints of networks. Those of names that nothing reads are found where names are resolved. */
public enum Lint {
  BIAS_BEFORE_NORM(Code.BB0830, true, BiasBeforeNorm::find),
  UNMIXED_GROUPS(Code.BB0831, true, UnmixedGroups::find),
  STRIDED_POINTWISE(Code.BB0832, true, StridedPointwise::find),
  ODD_WIDTH(Code.BB0833, false, OddWidth::find),
  UNALIGNED_BRANCHES(Code.BB0834, true, UnalignedBranches::find),
  IDLE_SHUFFLE(Code.BB0835, true, IdleShuffle::find);

  private final Code code;
  private final boolean usual;
  private final Function<Layers, Stream<Diagnostic>> finder;

  Lint(Code code, boolean usual, Function<Layers, Stream<Diagnostic>> finder) {
    this.code = code;
    this.usual = usual;
    this.finder = finder;
  }

  public Code code() {
    return code;
  }

  /**
   * What the lints find in a network.
   *
   * @param enabled those that look though they are not usual
   */
  public static List<Diagnostic> find(Graph graph, Set<Lint> enabled) {
    Layers layers = Layers.of(graph);
    return Arrays.stream(values())
        .filter(lint -> lint.usual || enabled.contains(lint))
        .flatMap(lint -> lint.finder.apply(layers))
        .toList();
  }
}
