package bb.passes;

import bb.program.Program;
import java.util.List;

/** The passes in the order in which they run. */
public final class Passes {
  public static final List<Pass> DEFAULT =
      List.of(
          // before all that looks at images
          new Pass("sink-reshapes", SinkReshapes::rewrite),
          // before the identities, which its slices may become
          new Pass("narrow-tokens", NarrowTokens::rewrite),
          new Pass("drop-identities", DropIdentities::rewrite),
          // before equal steps are sought, as what is reshaped is then compared as it is
          new Pass("reshape-last", ReshapeLast::rewrite),
          new Pass("products-are-linear", ProductsAreLinear::rewrite),
          new Pass("vectors-are-weights", VectorsAreWeights::rewrite),
          new Pass("merge-equal-steps", MergeEqualSteps::rewrite),
          new Pass("merge-branches", MergeBranches::rewrite),
          new Pass("fold-padding", FoldPadding::rewrite),
          new Pass("drop-dead-steps", DropDeadSteps::rewrite),
          new Pass("flatten-linear", FlattenLinear::rewrite),
          // before the epilogues, which would otherwise take the norm
          new Pass("fold-batch-norm", FoldBatchNorm::rewrite),
          new Pass("gather-first", GatherFirst::rewrite),
          // when the gathers are no longer between a norm and a linear layer
          new Pass("fold-scale", FoldScale::rewrite),
          new Pass("pool-first", PoolFirst::rewrite),
          new Pass("fuse-epilogue", FuseEpilogue::rewrite),
          // when the sums have all that is done to them
          new Pass("pool-last", PoolLast::rewrite),
          new Pass("fuse-pointwise", FusePointwise::rewrite),
          // when an activation is part of the convolution that the channels come from
          new Pass("route-channels", RouteChannels::rewrite),
          new Pass("prepare-first", PrepareFirst::rewrite));

  private Passes() {}

  /** Runs all passes. */
  public static Program run(Program program) {
    Program result = program;
    for (Pass pass : DEFAULT) {
      result = pass.rewrite().apply(result);
    }
    return result;
  }
}
