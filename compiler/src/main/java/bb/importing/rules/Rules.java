package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What layers mean together: the ordered list of rewrites. */
public final class Rules {
  private static final int MOST_ROUNDS = 20;

  static final List<Rule> ALL =
      List.of(
          Moves::twice,
          Moves::reshapedTwice,
          Shuffles::of,
          Moves::spread,
          Truths::compared,
          Truths::opposite,
          Truths::denied,
          Cuts::joined,
          Cuts::rows,
          Cuts::behind,
          Tables::reshaped,
          Activations::square,
          Activations::silu,
          Activations::hardSigmoid,
          Activations::hardSwish,
          Activations::mish,
          Activations::leaky,
          Activations::gelu,
          Activations::geluTanh,
          Exponentials::softplus,
          Exponentials::elu,
          Sinusoids::table,
          Angles::halves,
          Angles::pairs,
          Biases::bias,
          Biases::shiftedScale,
          Biases::scaledNorm,
          Biases::shiftedNorm,
          SpelledNorms::centred,
          SpelledNorms::root,
          SpelledNorms::flattened,
          SpelledNorms::grouped,
          SpelledNorms::instances,
          SpelledNorms::pixels,
          SpelledNorms::lengths,
          Pooling::global,
          Pooling::flat,
          Sequences::convolution,
          Sequences::cut,
          Volumes::convolution,
          Volumes::deep,
          Volumes::strided,
          Volumes::transposed,
          Volumes::pool,
          States::unread,
          States::stacked,
          States::skip,
          Lookups::bounded,
          Lookups::all,
          Lookups::along,
          Packs::slicedPermute,
          Packs::slicedReshape,
          Packs::units,
          Rotaries::rotary,
          TurnedPairs::rotary,
          Rotaries::partly,
          Rotaries::heads,
          Attentions::attention,
          SingleWindow::kept,
          MultiHeads::module);

  /**
   * What moves layers over others that may have got readers in the same round, and what makes of a
   * layer one that others do not look for.
   */
  static final List<Rule> LAST = List.of(LastStates::ends, Flattened::restored, Flattened::sunk);

  /** What is read around other layers where those above did not take them away. */
  static final List<Rule> BACK = List.of(Moves::reshapedBack);

  /** What makes of layers that others look for as they are one that they do not. */
  static final List<Rule> AT_LAST = List.of(Moves::transposed);

  private Rules() {}

  public static void apply(LayerGraph graph) {
    apply(graph, UnaryOperator.identity());
  }

  /**
   * @param seen what is tried in the place of each rule
   */
  static void apply(LayerGraph graph, UnaryOperator<Rule> seen) {
    graph.prune();
    Splits.part(graph);
    for (int round = 0;
        round < MOST_ROUNDS
            && (round(graph, ALL, seen)
                || round(graph, LAST, seen)
                || round(graph, BACK, seen)
                || Shared.joined(graph));
        round++) {
      graph.prune();
    }
    round(graph, AT_LAST, seen);
    Splits.join(graph);
    Parameters.asStored(graph);
    graph.prune();
    Late.place(graph);
  }

  /** Tries rules on every layer, once; says whether anything has changed. */
  private static boolean round(LayerGraph graph, List<Rule> rules, UnaryOperator<Rule> seen) {
    boolean changed = dropIdle(graph);
    Match match = new Match(graph);
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : List.copyOf(graph.layers())) {
      Optional<List<Layer>> better =
          layer.isSource()
              ? Optional.empty()
              : rules.stream()
                  .map(rule -> seen.apply(rule).rewrite(match, layer))
                  .flatMap(Optional::stream)
                  .findFirst();
      if (better.isEmpty()) {
        layers.add(layer);
        continue;
      }
      changed = true;
      List<Layer> made = better.get();
      layers.addAll(made.subList(0, made.size() - 1));
      layers.add(made.getLast().at(layer.id()));
    }
    graph.replace(layers);
    return changed;
  }

  /** Lets what a layer passes on unchanged be read where it came from. */
  private static boolean dropIdle(LayerGraph graph) {
    Map<Ref, Ref> moved = new HashMap<>();
    for (Layer layer : graph.layers()) {
      boolean idle =
          layer.is("affine") && layer.args().isEmpty()
              || layer.is("identity")
              || layer.is("permute") && Moves.isStill(Moves.order(layer))
              || layer.is("reshape") && graph.type(layer.input()).equals(layer.type());
      if (idle) {
        moved.put(layer.out(), layer.input());
      }
    }
    graph.redirect(moved);
    graph.prune();
    return !moved.isEmpty();
  }
}
