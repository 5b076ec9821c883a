package bb.report.draw;

import bb.report.draw.Sheet.Frame;
import bb.report.draw.Sheet.Line;
import bb.report.draw.Sheet.Point;
import bb.report.draw.Wires.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.CrossingMinimizationStrategy;
import org.eclipse.elk.alg.layered.options.EdgeLabelSideSelection;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Has ELK lay out one group: in layers from top to bottom, with wires at right angles. */
final class Layouts {
  private Layouts() {}

  /** The size of a closed box. */
  record Size(double width, double height) {}

  /**
   * @param sizes of the boxes
   * @param inSizes of what stands for the group's entries: nothing, but in the network itself
   * @param top the room above the boxes
   */
  static Sheet layout(
      Wires wires, List<Size> sizes, List<Size> inSizes, List<Size> outSizes, double top) {
    // by which ELK comes to know the types of its own options
    LayoutMetaDataService.getInstance();
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    root.setProperty(
        LayeredOptions.CROSSING_MINIMIZATION_STRATEGY, CrossingMinimizationStrategy.LAYER_SWEEP);
    root.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, 22.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 16.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE, 16.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 9.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 12.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 8.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_LABEL, 4.0);
    root.setProperty(LayeredOptions.EDGE_LABELS_SIDE_SELECTION, EdgeLabelSideSelection.ALWAYS_DOWN);
    root.setProperty(
        LayeredOptions.PADDING, new ElkPadding(top, Metrics.SIDE, Metrics.BOTTOM, Metrics.SIDE));
    List<ElkNode> ins =
        inSizes.stream().map(size -> node(root, size, 0, 1, LayerConstraint.FIRST)).toList();
    List<ElkNode> boxes = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      Wires.Ends ends = wires.ends().get(i);
      boxes.add(
          node(root, sizes.get(i), ends.ins().size(), ends.outs().size(), LayerConstraint.NONE));
    }
    List<ElkNode> outs =
        outSizes.stream().map(size -> node(root, size, 1, 0, LayerConstraint.LAST)).toList();
    List<ElkEdge> edges = new ArrayList<>();
    Set<Integer> said = new HashSet<>();
    for (Wire wire : wires.wires()) {
      ElkNode from = wire.from() == Wires.EDGE ? ins.get(wire.exit()) : boxes.get(wire.from());
      ElkNode to = wire.to() == Wires.EDGE ? outs.get(wire.entry()) : boxes.get(wire.to());
      int exit = wire.from() == Wires.EDGE ? 0 : wire.exit();
      int entry = wire.to() == Wires.EDGE ? 0 : wire.entry();
      ElkEdge edge =
          ElkGraphUtil.createSimpleEdge(
              port(from, PortSide.SOUTH, exit), port(to, PortSide.NORTH, entry));
      // what leaves a group is said where it has left
      boolean leaves = wire.to() == Wires.EDGE && outSizes.get(wire.entry()).width() == 0;
      boolean enters = wire.from() == Wires.EDGE && inSizes.get(wire.exit()).width() == 0;
      if (!enters && !leaves && said.add(wire.value().id())) {
        label(edge, Metrics.shape(wire.value().type().shape()));
      }
      edges.add(edge);
    }
    new LayeredLayoutProvider().layout(root, new NullElkProgressMonitor());
    return sheet(root, wires, ins, boxes, outs, edges);
  }

  private static ElkNode node(
      ElkNode root, Size size, int ins, int outs, LayerConstraint constraint) {
    ElkNode node = ElkGraphUtil.createNode(root);
    node.setDimensions(size.width(), size.height());
    node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
    node.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, constraint);
    for (int i = 0; i < ins; i++) {
      port(node, PortSide.NORTH, Metrics.spread(size.width(), i, ins), 0);
    }
    for (int i = 0; i < outs; i++) {
      port(node, PortSide.SOUTH, Metrics.spread(size.width(), i, outs), size.height());
    }
    return node;
  }

  private static void port(ElkNode node, PortSide side, double x, double y) {
    ElkPort port = ElkGraphUtil.createPort(node);
    port.setProperty(LayeredOptions.PORT_SIDE, side);
    port.setLocation(x, y);
  }

  private static ElkPort port(ElkNode node, PortSide side, int index) {
    return node.getPorts().stream()
        .filter(port -> port.getProperty(LayeredOptions.PORT_SIDE) == side)
        .skip(index)
        .findFirst()
        .orElseThrow();
  }

  private static void label(ElkEdge edge, String text) {
    ElkLabel label = ElkGraphUtil.createLabel(text, edge);
    label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.TAIL);
    label.setDimensions(
        2 * Math.ceil(Metrics.width(text, Metrics.SMALL) / 2) + 2, Metrics.SMALL + 2);
  }

  private static Sheet sheet(
      ElkNode root,
      Wires wires,
      List<ElkNode> ins,
      List<ElkNode> boxes,
      List<ElkNode> outs,
      List<ElkEdge> edges) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      Wires.Ends ends = wires.ends().get(i);
      frames.add(frame(boxes.get(i), ends.ins().size(), ends.outs().size()));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      lines.add(line(wires.wires().get(i), edges.get(i)));
    }
    return new Sheet(
        root.getWidth(),
        root.getHeight(),
        frames,
        ins.stream().map(node -> frame(node, 0, 1)).toList(),
        outs.stream().map(node -> frame(node, 1, 0)).toList(),
        lines);
  }

  private static Frame frame(ElkNode node, int ins, int outs) {
    return new Frame(node.getX(), node.getY(), node.getWidth(), node.getHeight(), ins, outs);
  }

  private static Line line(Wire wire, ElkEdge edge) {
    ElkEdgeSection section = edge.getSections().getFirst();
    List<Point> corners = new ArrayList<>();
    corners.add(new Point(section.getStartX(), section.getStartY()));
    for (ElkBendPoint bend : section.getBendPoints()) {
      corners.add(new Point(bend.getX(), bend.getY()));
    }
    corners.add(new Point(section.getEndX(), section.getEndY()));
    if (edge.getLabels().isEmpty()) {
      return new Line(
          wire.from(), wire.exit(), wire.to(), wire.entry(), corners, "", 0, new Point(0, 0));
    }
    ElkLabel label = edge.getLabels().getFirst();
    double middle = label.getY() + label.getHeight() / 2;
    int at = 0;
    for (int i = 0; i + 1 < corners.size(); i++) {
      if (corners.get(i).y() <= middle && middle <= corners.get(i + 1).y()) {
        at = i;
      }
    }
    return new Line(
        wire.from(),
        wire.exit(),
        wire.to(),
        wire.entry(),
        corners,
        label.getText(),
        at,
        new Point(label.getX(), middle));
  }
}
