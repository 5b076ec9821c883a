package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.graph.Lowering;
import bb.types.Shape;

/** What a layer is in a picture, found from what it learns, computes and yields. */
enum Role {
  /** Learns, and multiplies by it: a convolution, a linear layer. */
  WEIGHTS,

  /** Learns a number or two for each channel, or looks up what it learnt: a norm, an embedding. */
  NORM,

  /** Multiplies tensors with each other: attention. */
  PRODUCT,

  /** Joins tensors: an addition, a concatenation. */
  MERGE,

  /** Yields less than it takes: pooling. */
  REDUCE,

  /** Works number by number: an activation. */
  POINTWISE,

  /** Yields the numbers it takes in another shape. */
  SHAPE;

  static Role of(Graph graph, Node node) {
    boolean learns = !node.parameters().isEmpty();
    if (Lowering.macs(node, graph) > 0) {
      return learns ? WEIGHTS : PRODUCT;
    }
    if (learns) {
      return NORM;
    }
    if (node.inputs().size() != 1) {
      return MERGE;
    }
    Shape from = node.inputs().getFirst().type().shape();
    Shape to = node.output().type().shape();
    if (from.equals(to) && node.outputs().size() == 1) {
      return POINTWISE;
    }
    return from.elements() > to.elements() ? REDUCE : SHAPE;
  }

  /** Whether it is drawn on top of what it reads, where its output is of the same type. */
  boolean standsOnOthers() {
    return this == NORM || this == POINTWISE;
  }

  /** The word in the style sheet. */
  String style() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
