package bb.onnx;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** One step of a program as nodes. Axis i of a value is axis i + 1 of its tensor. */
final class KernelNodes {
  private static final ScalarExpr AFFINE =
      new ScalarExpr.In(0).times(new ScalarExpr.Channel(0)).plus(new ScalarExpr.Channel(1));

  private final Nodes nodes;
  private final WeightNodes weights;
  private final WindowNodes windows;
  private final SequenceNodes sequences;
  private final RecurrentNodes recurrences;
  private final ReductionNodes reductions;
  private final AttentionNodes attention;
  private final CompositeNodes composites;

  KernelNodes(Program program, Nodes nodes) {
    this.nodes = nodes;
    this.weights = new WeightNodes(nodes);
    this.windows = new WindowNodes(nodes);
    this.sequences = new SequenceNodes(nodes);
    this.recurrences = new RecurrentNodes(program, nodes, weights);
    this.reductions = new ReductionNodes(nodes);
    this.attention = new AttentionNodes(nodes);
    this.composites = new CompositeNodes(program, nodes, weights, windows);
  }

  void emit(Step step) {
    if (recurrences.isPart(step) || composites.isPart(step)) {
      return;
    }
    nodes.at(step.paths().getFirst());
    boolean composite = composites.computes(step.output());
    nodes.bind(step.output(), composite ? composites.result(step.output()) : result(step));
  }

  private String result(Step step) {
    Shape out = step.output().type().shape();
    return switch (step.kernel()) {
      case Kernel.Convolution c -> convolution(c, step);
      case Kernel.TransposedConvolution c -> transposed(c, step);
      case Kernel.Pool p -> {
        Window w = p.window();
        String x = planes(plane(x(step)), in(step), w);
        yield image(
            step,
            joined(
                windows.pool(p, x, in(step).part(w.planes()), out(step).part(w.planes())),
                out(step),
                w));
      }
      case Kernel.AdaptiveAveragePool _ ->
          image(step, windows.adaptivePool(plane(x(step)), in(step), out(step)));
      case Kernel.Resize r -> image(step, windows.resize(r, plane(x(step)), in(step), out(step)));
      case Kernel.Pointwise(var expression) -> pointwise(expression, step);
      case Kernel.LocalResponseNorm l -> image(step, localResponseNorm(l, step));
      case Kernel.Softmax(int axis) ->
          nodes.add("Softmax", names(step), Attributes.of("axis", axis + 1));
      case Kernel.Reshape _ -> nodes.reshape(nodes.name(x(step)), out);
      case Kernel.Permute(var order) ->
          nodes.transpose(
              nodes.name(x(step)),
              LongStream.concat(LongStream.of(0), order.stream().mapToLong(axis -> axis + 1))
                  .boxed()
                  .toArray(Long[]::new));
      case Kernel.Pad p -> pad(p, step);
      case Kernel.Slice(int axis, long start, long by) ->
          nodes.add(
              "Slice",
              List.of(
                  nodes.name(x(step)),
                  nodes.ints(start),
                  nodes.ints(start + (out.dim(axis) - 1) * by + 1),
                  nodes.ints(axis + 1),
                  nodes.ints(by)));
      case Kernel.Concat(int axis) ->
          nodes.add("Concat", names(step), Attributes.of("axis", axis + 1));
      case Kernel.ChannelShuffle(long groups) -> image(step, shuffle(groups, step));
      case Kernel.MatMul m -> sequences.matMul(m, nodes.name(x(step)), step.inputs().get(1));
      case Kernel.Attention a -> attention.attention(a, step.inputs(), out);
      case Kernel.Norm n -> norm(n, step);
      case Kernel.Gather(int axis) ->
          step.weights().isEmpty()
              ? reductions.gather(axis, x(step), step.inputs().getLast())
              : sequences.gather(
                  weights.name(step.weights().getFirst()),
                  step.weights().getFirst().shape().dim(0),
                  x(step),
                  !nodes.isInput(x(step)));
      case Kernel.Reduce r -> reductions.reduce(r, x(step), step.output());
      case Kernel.SelectiveScan _ -> sequences.selectiveScan(step.inputs());
      case Kernel.Recurrence r -> recurrences.recurrence(r, step);
      case Kernel.Sinusoid s -> sequences.sinusoid(s, x(step), out);
      case Kernel.Range _ -> sequences.range(out);
      case Kernel.Constant _ -> nodes.repeat(weights.name(step.weights().getFirst()), out);
    };
  }

  private static Value x(Step step) {
    return step.inputs().getFirst();
  }

  private static Plane in(Step step) {
    return Plane.of(x(step).type().shape());
  }

  private static Plane out(Step step) {
    return Plane.of(step.output().type().shape());
  }

  private List<String> names(Step step) {
    return step.inputs().stream().map(nodes::name).toList();
  }

  /** A value as {@code [batch, channels, height, width]}. */
  private String plane(Value value) {
    Shape shape = value.type().shape();
    String name = nodes.name(value);
    if (shape.rank() == 3) {
      return name;
    }
    Plane plane = Plane.of(shape);
    return nodes.reshape(
        shape.rank() == 2 ? nodes.transpose(name, 0L, 2L, 1L) : name,
        List.of(plane.channels(), plane.height(), plane.width()));
  }

  /** A step's result that was computed as {@code [batch, channels, height, width]}. */
  private String image(Step step, String name) {
    Shape shape = step.output().type().shape();
    return switch (shape.rank()) {
      case 1 -> nodes.reshape(name, shape);
      case 2 ->
          nodes.transpose(nodes.reshape(name, List.of(shape.dim(1), shape.dim(0))), 0L, 2L, 1L);
      default -> name;
    };
  }

  private String convolution(Kernel.Convolution c, Step step) {
    boolean linear =
        c.window().isPoint() && c.groups() == 1 && step.output().type().shape().rank() < 3;
    if (linear) {
      return epilogue(c.epilogue(), step, linear(c, step));
    }
    Window w = c.window();
    String sum = windows.convolution(w, c.groups(), operands(w, c.bias(), step));
    return epilogue(c.epilogue(), step, image(step, joined(sum, out(step), w)));
  }

  /** A matrix product over the last axis. */
  private String linear(Kernel.Convolution c, Step step) {
    String x = nodes.name(x(step));
    WeightExpr filter = step.weights().getFirst();
    String matrix = weights.as(filter, Shape.of(filter.shape().dim(0), filter.shape().dim(1)));
    if (step.output().type().shape().rank() == 1) {
      return nodes.add("Gemm", operands(x, matrix, c.bias(), step), Attributes.of("transB", 1));
    }
    String product = nodes.add("MatMul", List.of(x, nodes.transpose(matrix, 1L, 0L)));
    return c.bias()
        ? nodes.add("Add", List.of(product, weights.name(step.weights().get(1))))
        : product;
  }

  private String transposed(Kernel.TransposedConvolution c, Step step) {
    Window w = c.window();
    String sum =
        windows.transposed(
            w,
            c.groups(),
            operands(w, c.bias(), step),
            in(step).part(w.planes()),
            out(step).part(w.planes()));
    return epilogue(c.epilogue(), step, image(step, joined(sum, out(step), w)));
  }

  private List<String> operands(Window w, boolean bias, Step step) {
    WeightExpr filter = step.weights().getFirst();
    Shape shape = filter.shape();
    String name =
        w.planes() == 1
            ? weights.name(filter)
            : weights.as(
                filter, Shape.of(shape.dim(0), shape.dim(1), 1, shape.dim(2), shape.dim(3)));
    return operands(planes(plane(x(step)), in(step), w), name, bias, step);
  }

  /** An image as {@code [batch, channels, planes, height, width]} if it consists of several. */
  private String planes(String image, Plane plane, Window w) {
    return w.planes() == 1
        ? image
        : nodes.reshape(
            image,
            List.of(plane.channels(), w.planes(), plane.height() / w.planes(), plane.width()));
  }

  /** The other way round. */
  private String joined(String planes, Plane plane, Window w) {
    return w.planes() == 1
        ? planes
        : nodes.reshape(planes, List.of(plane.channels(), plane.height(), plane.width()));
  }

  private List<String> operands(String x, String filter, boolean bias, Step step) {
    List<String> operands = new ArrayList<>(List.of(x, filter));
    if (bias) {
      operands.add(weights.name(step.weights().get(1)));
    }
    return operands;
  }

  /** What is done to each sum before it is stored. */
  private String epilogue(ScalarExpr expression, Step step, String sum) {
    return new ScalarNodes(
            nodes, i -> i == 0 ? sum : nodes.name(step.inputs().get(i)), i -> channels(step, i))
        .name(expression);
  }

  private String pointwise(ScalarExpr expression, Step step) {
    Shape out = step.output().type().shape();
    if (isBatchNorm(expression, step)) {
      return batchNorm(step);
    }
    String floats =
        new ScalarNodes(nodes, i -> nodes.floats(step.inputs().get(i)), i -> channels(step, i))
            .name(expression);
    String result = nodes.typed(floats, step.output());
    boolean whole =
        expression
            .leaves()
            .anyMatch(leaf ->
                leaf instanceof ScalarExpr.In(int i)
                    && step.inputs().get(i).type().shape().equals(out));
    if (whole) {
      return result;
    }
    List<Long> dims = new ArrayList<>(out.dims());
    dims.addFirst(1L);
    return nodes.add("Expand", List.of(result, nodes.ints(dims)));
  }

  private static boolean isBatchNorm(ScalarExpr expression, Step step) {
    return expression.equals(AFFINE)
        && x(step).type().equals(step.output().type())
        && step.weights().get(0) instanceof WeightExpr.NormScale scale
        && step.weights().get(1) instanceof WeightExpr.NormShift shift
        && shift.scale().equals(scale);
  }

  private String batchNorm(Step step) {
    var scale = (WeightExpr.NormScale) step.weights().get(0);
    var shift = (WeightExpr.NormShift) step.weights().get(1);
    boolean tokens = step.output().type().shape().rank() == 2; // whose channels are last
    String x = nodes.name(x(step));
    String normed =
        nodes.add(
            "BatchNormalization",
            List.of(
                tokens ? nodes.transpose(x, 0L, 2L, 1L) : x,
                weights.vector(scale.gamma(), 1, scale.shape()),
                weights.vector(shift.beta(), 0, shift.shape()),
                weights.name(shift.mean()),
                weights.name(scale.variance())),
            Attributes.of("epsilon", scale.eps()));
    return tokens ? nodes.transpose(normed, 0L, 2L, 1L) : normed;
  }

  /** A vector over the channels, so shaped that it broadcasts. */
  private String channels(Step step, int weight) {
    WeightExpr vector = step.weights().get(weight);
    boolean image = step.output().type().shape().rank() == 3;
    long size = vector.shape().elements();
    return image ? weights.as(vector, Shape.of(size, 1, 1)) : weights.name(vector);
  }

  /**
   * ONNX gives the odd neighbour of an even size to the other side, so that those are means over a
   * plane of channels and pixels.
   */
  private String localResponseNorm(Kernel.LocalResponseNorm l, Step step) {
    String x = plane(x(step));
    if (l.size() % 2 == 1) {
      return nodes.add(
          "LRN",
          List.of(x),
          Attributes.of("size", l.size()),
          Attributes.of("alpha", l.alpha()),
          Attributes.of("beta", l.beta()),
          Attributes.of("bias", l.bias()));
    }
    Plane plane = in(step);
    String squares =
        nodes.reshape(
            nodes.add("Mul", List.of(x, x)), List.of(1L, plane.channels(), plane.pixels()));
    String pads = nodes.ints(0, 0, l.size() / 2, 0, 0, 0, (l.size() - 1) / 2, 0);
    String means =
        nodes.add(
            "AveragePool",
            List.of(nodes.add("Pad", List.of(squares, pads, nodes.scalar(0)))),
            Attributes.of("kernel_shape", List.of(l.size(), 1L)));
    String scaled = nodes.add("Mul", List.of(means, nodes.scalar(l.alpha())));
    String biased = nodes.add("Add", List.of(scaled, nodes.scalar(l.bias())));
    String divisor = nodes.add("Pow", List.of(biased, nodes.scalar(l.beta())));
    return nodes.add(
        "Div",
        List.of(
            x, nodes.reshape(divisor, List.of(plane.channels(), plane.height(), plane.width()))));
  }

  private String pad(Kernel.Pad pad, Step step) {
    List<Long> pads = new ArrayList<>();
    pads.add(0L);
    pads.addAll(pad.before());
    pads.add(0L);
    pads.addAll(pad.after());
    String x = nodes.name(x(step));
    return switch (pad.mode()) {
      case CONSTANT -> nodes.add("Pad", List.of(x, nodes.ints(pads), nodes.scalar(pad.value())));
      case REFLECT -> repeated("reflect", x, pads);
      case REPLICATE -> repeated("edge", x, pads);
      case CIRCULAR -> repeated("wrap", x, pads);
    };
  }

  private String repeated(String mode, String x, List<Long> pads) {
    return nodes.add("Pad", List.of(x, nodes.ints(pads)), Attributes.of("mode", mode));
  }

  private String norm(Kernel.Norm norm, Step step) {
    Shape shape = x(step).type().shape();
    return norm.groups() == 1 && !norm.acrossPixels() && shape.rank() < 3
        ? sequences.vectorNorm(norm, nodes.name(x(step)), shape.dim(-1))
        : image(step, sequences.planeNorm(norm, plane(x(step)), in(step)));
  }

  private String shuffle(long groups, Step step) {
    Plane plane = in(step);
    String grouped =
        nodes.reshape(plane(x(step)), List.of(groups, plane.channels() / groups, plane.pixels()));
    return nodes.reshape(
        nodes.transpose(grouped, 0L, 2L, 1L, 3L),
        List.of(plane.channels(), plane.height(), plane.width()));
  }
}
