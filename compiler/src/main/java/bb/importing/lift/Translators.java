package bb.importing.lift;

import bb.importing.fold.Folding;
import bb.importing.layers.LayerGraph;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.OnnxNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every operator that becomes layers, by its name. */
final class Translators {
  static final Map<String, Translator> ALL = all();

  private Translators() {}

  private static Map<String, Translator> all() {
    Map<String, Translator> all = new HashMap<>();
    Elementwise.register(all);
    Pairs.register(all);
    Shapes.register(all);
    Windows.register(all);
    Norms.register(all);
    Matrices.register(all);
    Reductions.register(all);
    Resizes.register(all);
    Elements.register(all);
    Recurrences.register(all);
    Lists.register(all);
    Scans.register(all);
    Attending.register(all);
    Einsums.register(all);
    Functions.register(all);
    return Map.copyOf(all);
  }

  static Optional<Translator> of(String operator) {
    return Optional.ofNullable(ALL.get(operator));
  }

  /** Whether nodes of the operator can be computed, or become layers. */
  static boolean know(OnnxNode node) {
    return node.domain().isEmpty()
        && (ALL.containsKey(node.operator()) || Folding.knows(node.operator()));
  }

  /**
   * What a node's outputs are: numbers if all that it reads is known, layers otherwise; nothing if
   * its operator does not become layers.
   *
   * @param weight whether it makes the weight of a recurrent layer
   */
  static Optional<List<? extends Meaning>> made(
      OnnxNode node, boolean weight, List<Optional<Meaning>> inputs, LayerGraph graph, long opset) {
    if (inputs.stream().allMatch(v -> v.isEmpty() || v.get() instanceof Known)
        && (weight || !isLookup(node, inputs))) {
      Optional<List<Const>> folded =
          Folding.fold(
              node, inputs.stream().map(v -> v.map(k -> ((Known) k).tensor())).toList(), opset);
      if (folded.isPresent()) {
        return folded.map(all -> all.stream().map(Known::new).toList());
      }
    }
    return Optional.ofNullable(ALL.get(node.operator()))
        .map(translator -> translator.translate(new Node(node, inputs, graph, opset)));
  }

  /** A table that was learned is kept whole, though it is known which of its rows are read. */
  private static boolean isLookup(OnnxNode node, List<Optional<Meaning>> inputs) {
    return node.operator().equals("Gather")
        && inputs.getFirst().orElseThrow() instanceof Known(var table)
        && table.learned()
        && table.rank() == 2
        && node.integer("axis", 0) == 0
        && table.elements() > 64;
  }
}
