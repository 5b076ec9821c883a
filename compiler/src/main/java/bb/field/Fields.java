package bb.field;

import bb.field.Along.Window;
import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.graph.Graph.Parameter;
import bb.graph.Lowering;
import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.DType;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The receptive fields of all tensors of a network: an abstract interpretation of its layers, of
 * which each is known by the kernels that it becomes ({@link KernelEffects}), as by Araujo et al.,
 * "Computing receptive fields of convolutional neural networks" (Distill, 2019), and through every
 * other layer besides. Borders are not looked at: the field is that of a position whose field lies
 * inside of the input. It may be larger than what is read where tensors are enlarged, never
 * smaller.
 */
public final class Fields {
  private final List<Axis> axes = new ArrayList<>();
  private final Map<Integer, List<Along>> fields = new HashMap<>();
  private final List<Meeting> meetings = new ArrayList<>();

  private Fields() {}

  /**
   * An axis of an input along which positions lie: of an image the height and the width, of a
   * sequence that of its tokens, but not that of channels or features.
   */
  public record Axis(Value input, int axis) {}

  /**
   * Two tensors that a layer adds, multiplies or joins, position by position, though what is at one
   * position of them has different centres, or moves differently.
   */
  public record Meeting(Node node, Axis axis, Window first, Window second) {}

  public static Fields of(Graph graph) {
    return of(
        graph.inputs().stream().map(Graph.Input::value).toList(),
        graph.nodes(),
        graph.parameters());
  }

  /** Those of a part of a network, of which the sources are what flows in. */
  public static Fields of(List<Value> sources, List<Node> nodes, List<Parameter> parameters) {
    Fields all = new Fields();
    for (Value source : sources) {
      positions(source).forEach(axis -> all.axes.add(new Axis(source, axis)));
    }
    sources.forEach(all::begin);
    nodes.forEach(node -> all.through(node, parameters));
    return all;
  }

  private static List<Integer> positions(Value input) {
    Shape shape = input.type().shape();
    int channels =
        switch (shape.rank()) {
          case 0 -> -1;
          case 1 -> input.type().dtype() == DType.FLOAT32 ? 0 : -1;
          default -> input.type().channelAxis();
        };
    List<Integer> positions = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis != channels) {
        positions.add(axis);
      }
    }
    return positions;
  }

  private void begin(Value source) {
    List<Along> field = new ArrayList<>(nothing());
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).input().equals(source)) {
        field.set(i, itself(source.type().shape(), axes.get(i).axis()));
      }
    }
    fields.put(source.id(), List.copyOf(field));
  }

  private static Window itself(Shape shape, int axis) {
    long weight = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      weight *= shape.dim(i);
    }
    return new Window(1, 1, Ratio.ONE, Ratio.ZERO, Ratio.ZERO).at(weight, shape.dim(axis));
  }

  private List<Along> nothing() {
    return Collections.nCopies(axes.size(), Along.NOTHING);
  }

  public List<Axis> axes() {
    return Collections.unmodifiableList(axes);
  }

  /** The field of a tensor along each of the {@link #axes}. */
  public List<Along> of(Value value) {
    Shape shape = value.type().shape();
    return raw(value).stream()
        .map(along -> along instanceof Window window ? Reading.whole(window, shape) : along)
        .toList();
  }

  private List<Along> raw(Value value) {
    return fields.getOrDefault(value.id(), nothing());
  }

  /** Where tensors meet that are not aligned, in the order of the layers. */
  public List<Meeting> meetings() {
    return Collections.unmodifiableList(meetings);
  }

  private void through(Node node, List<Parameter> parameters) {
    Program program = Lowering.lower(node, parameters);
    Map<Integer, List<Along>> inner = new HashMap<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inner.put(program.inputs().get(i).value().id(), raw(node.inputs().get(i)));
    }
    int inputs = node.inputs().size();
    for (Step step : program.steps()) {
      inner.put(step.output().id(), through(step, inner));
      if (step.inputs().stream().allMatch(value -> value.id() < inputs)) {
        meet(node, step, inner);
      }
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      fields.put(node.outputs().get(i).id(), inner.get(program.outputs().get(i).value().id()));
    }
  }

  private List<Along> through(Step step, Map<Integer, List<Along>> known) {
    Shape out = step.output().type().shape();
    List<Along> result = new ArrayList<>(nothing());
    for (int i = 0; i < step.inputs().size(); i++) {
      Value input = step.inputs().get(i);
      Reading reading = new Reading(input.type().shape(), out);
      var effects = KernelEffects.of(step, i);
      for (int axis = 0; axis < axes.size(); axis++) {
        Along along = known.get(input.id()).get(axis);
        Along seen = effects.map(e -> reading.through(e, along)).orElse(along);
        result.set(axis, Reading.join(result.get(axis), seen, out));
      }
    }
    return List.copyOf(result);
  }

  private void meet(Node node, Step step, Map<Integer, List<Along>> known) {
    for (int axis = 0; axis < axes.size(); axis++) {
      Window first = null;
      for (Value input : step.inputs()) {
        Shape shape = input.type().shape();
        if (!(known.get(input.id()).get(axis) instanceof Window window)
            || window.isFixed()
            || !isPositionByPosition(step.kernel(), window, shape)) {
          continue;
        }
        Window whole = Reading.whole(window, shape);
        if (first == null) {
          first = whole;
        } else if (!first.stride().equals(whole.stride())
            || !first.centre().equals(whole.centre())) {
          meetings.add(new Meeting(node, axes.get(axis), first, whole));
          break;
        }
      }
    }
  }

  private static boolean isPositionByPosition(Kernel kernel, Window window, Shape shape) {
    return kernel instanceof Kernel.Pointwise
        || kernel instanceof Kernel.Concat concat && Reading.axis(window, shape) != concat.axis();
  }
}
