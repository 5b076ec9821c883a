package bb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import bb.kernel.WeightExpr;
import bb.program.Composite;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Operators of ONNX that are several steps of a program. */
final class CompositeNodes {
  /** What Keys, 1981, leaves open, as PyTorch has it. */
  private static final double CUBIC = -0.75;

  private final Nodes nodes;
  private final WeightNodes weights;
  private final WindowNodes windows;
  private final Map<Value, Composite> composites = new HashMap<>();
  private final Set<Value> parts = new HashSet<>();

  CompositeNodes(Program program, Nodes nodes, WeightNodes weights, WindowNodes windows) {
    this.nodes = nodes;
    this.weights = weights;
    this.windows = windows;
    for (Composite composite : program.composites()) {
      composites.put(composite.output(), composite);
      parts.addAll(composite.parts());
    }
    parts.removeAll(composites.keySet());
  }

  /** Whether the step is but a part of an operator, and not the last one. */
  boolean isPart(Step step) {
    return parts.contains(step.output());
  }

  /** Whether an operator computes the value. */
  boolean computes(Value value) {
    return composites.containsKey(value);
  }

  String result(Value value) {
    Composite composite = composites.get(value);
    return switch (composite.operation()) {
      case Composite.DeformableConvolution d -> deformable(d, composite);
      case Composite.Interpolation i -> interpolation(i, composite);
    };
  }

  private String deformable(Composite.DeformableConvolution d, Composite composite) {
    List<String> operands = new ArrayList<>();
    List<WeightExpr> learned = composite.weights();
    operands.add(nodes.name(composite.inputs().get(0)));
    operands.add(weights.name(learned.getFirst()));
    operands.add(nodes.name(composite.inputs().get(1)));
    operands.add(learned.size() > 1 ? weights.name(learned.get(1)) : "");
    if (composite.inputs().size() > 2) {
      operands.add(nodes.name(composite.inputs().get(2)));
    }
    return windows.deformable(d.window(), d.groups(), d.parts(), operands);
  }

  private String interpolation(Composite.Interpolation i, Composite composite) {
    Shape out = composite.output().type().shape();
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(Attributes.of("axes", LongStream.range(2, 1 + out.rank()).boxed().toList()));
    attributes.add(Attributes.of("mode", i.cubic() ? "cubic" : "linear"));
    attributes.add(
        Attributes.of(
            "coordinate_transformation_mode", i.alignCorners() ? "align_corners" : "half_pixel"));
    if (i.cubic()) {
      attributes.add(Attributes.of("cubic_coeff_a", CUBIC));
    }
    String sizes = nodes.ints(out.dims().subList(1, out.rank()));
    return nodes.add(
        "Resize",
        List.of(nodes.name(composite.inputs().getFirst()), "", "", sizes),
        attributes.toArray(AttributeProto[]::new));
  }
}
