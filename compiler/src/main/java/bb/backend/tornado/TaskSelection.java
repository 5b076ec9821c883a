package bb.backend.tornado;

import bb.backend.layout.Extent;
import bb.backend.layout.Place;
import bb.backend.layout.Placement;
import bb.backend.source.Comments;
import bb.backend.tornado.Task.Operand;
import bb.kernel.Kernel.AdaptiveAveragePool;
import bb.kernel.Kernel.ChannelShuffle;
import bb.kernel.Kernel.Concat;
import bb.kernel.Kernel.Constant;
import bb.kernel.Kernel.Convolution;
import bb.kernel.Kernel.Permute;
import bb.kernel.Kernel.Pointwise;
import bb.kernel.Kernel.Pool;
import bb.kernel.Kernel.Reshape;
import bb.kernel.Kernel.Slice;
import bb.kernel.Kernel.Softmax;
import bb.kernel.Kernel.TransposedConvolution;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Chooses the kernels that compute a program, step by step, and the arrays they work on. */
final class TaskSelection {
  private final Program program;
  private final Placement placement;
  private final Slots slots;
  private final WeightTable weights = new WeightTable();

  TaskSelection(Program program, Placement placement, Slots slots) {
    this.program = program;
    this.placement = placement;
    this.slots = slots;
  }

  WeightTable weights() {
    return weights;
  }

  /** Inputs, steps, outputs. */
  List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < program.inputs().size(); i++) {
      Program.Input input = program.inputs().get(i);
      tasks.add(input(i, input.name(), input.value()));
    }
    program.steps().stream()
        .filter(step -> !placement.isFree(step))
        .forEach(step -> tasks.addAll(tasks(step)));
    for (int i = 0; i < program.outputs().size(); i++) {
      Program.Output output = program.outputs().get(i);
      tasks.add(output(i, output.name(), output.value()));
    }
    return tasks;
  }

  private Task input(int index, String name, Value value) {
    Shape shape = value.type().shape();
    Elementwise kernel =
        new Elementwise(
            shape.dims(),
            access(value),
            List.of(Access.rowMajor(shape)),
            List.of(true, slots.isExact(placement.of(value))),
            ScalarExpr.IDENTITY);
    return new Task(kernel, List.of(new Task.Input(index), slot(value)), "input " + name);
  }

  private Task output(int index, String name, Value value) {
    Shape shape = value.type().shape();
    Elementwise kernel =
        new Elementwise(
            shape.dims(),
            Access.rowMajor(shape),
            List.of(access(value)),
            List.of(slots.isExact(placement.of(value)), true),
            ScalarExpr.IDENTITY);
    return new Task(kernel, List.of(slot(value), new Task.Output(index)), "output " + name);
  }

  private List<Task> tasks(Step step) {
    return switch (step.kernel()) {
      case Convolution c -> List.of(convolution(c, step));
      case TransposedConvolution t ->
          List.of(
              convolve(
                  step,
                  t.window(),
                  t.groups(),
                  new DeviceWeight.TransposedFilter(t.groups()),
                  epilogue(t.bias(), t.epilogue(), step)));
      case Pointwise(var expression) -> List.of(pointwise(expression, step));
      case Reshape _ -> List.of(reshape(step));
      case Permute(var order) ->
          List.of(move(step, shape(step), access(input(step)).permuted(order), access(step)));
      case Slice(int axis, long start) -> {
        Access from = access(input(step));
        yield List.of(
            move(step, shape(step), from.from(start * from.strides().get(axis)), access(step)));
      }
      case Concat(int axis) -> concat(axis, step);
      case ChannelShuffle(long groups) -> List.of(shuffle(groups, step));
      case Constant _ -> List.of(constant(step));
      case Pool(var kind, var window, boolean countPadding) ->
          List.of(
              plain(
                  new Pooling(view(input(step)), view(step.output()), kind, window, countPadding),
                  step));
      case AdaptiveAveragePool _ ->
          List.of(plain(new BinAverage(view(input(step)), view(step.output())), step));
      case Softmax(int axis) -> List.of(softmax(axis, step));
      default -> throw new IllegalArgumentException("no kernel for " + step.kernel());
    };
  }

  private Task reshape(Step step) {
    return task(
        new Reorder(
            input(step).type().shape().dims(),
            access(input(step)),
            slots.isExact(placement.of(input(step))),
            shape(step).dims(),
            access(step),
            slots.isExact(placement.of(step.output()))),
        step,
        _ -> PLAIN);
  }

  private Task convolution(Convolution c, Step step) {
    Epilogue epilogue = epilogue(c.bias(), c.epilogue(), step);
    boolean depthwise =
        c.groups() > 1
            && c.groups() == view(input(step)).channels()
            && c.groups() == view(step.output()).channels();
    if (depthwise) {
      return task(
          new Depthwise(view(input(step)), view(step.output()), c.window(), epilogue),
          step,
          filter(step, new DeviceWeight.Taps()));
    }
    return convolve(step, c.window(), c.groups(), new DeviceWeight.Filter(c.groups()), epilogue);
  }

  private Task convolve(
      Step step, Window window, long groups, DeviceWeight.Form form, Epilogue epilogue) {
    return task(
        new Convolve(
            view(input(step)),
            view(step.output()),
            window,
            groups,
            form instanceof DeviceWeight.TransposedFilter,
            epilogue),
        step,
        filter(step, form));
  }

  private Epilogue epilogue(boolean bias, ScalarExpr expression, Step step) {
    return new Epilogue(
        bias,
        expression,
        step.weights().size() - 1,
        step.inputs().stream().skip(1).map(this::view).toList());
  }

  private static IntFunction<DeviceWeight.Form> filter(Step step, DeviceWeight.Form form) {
    return index -> index == 0 ? form : new DeviceWeight.Plain();
  }

  /** A vector over channels is walked through along them only. */
  private Task pointwise(ScalarExpr expression, Step step) {
    Shape shape = shape(step);
    List<Access> reads = new ArrayList<>();
    List<Boolean> exact = new ArrayList<>();
    for (Value input : step.inputs()) {
      reads.add(access(input).broadcast(input.type().shape(), shape));
      exact.add(slots.isExact(placement.of(input)));
    }
    int channelAxis = Extent.channelAxis(shape);
    for (int j = 0; j < step.weights().size(); j++) {
      reads.add(
          new Access(
              0,
              0,
              IntStream.range(0, shape.rank()).mapToObj(d -> d == channelAxis ? 1L : 0L).toList()));
      exact.add(false);
    }
    exact.add(slots.isExact(placement.of(step.output())));
    int inputs = step.inputs().size();
    ScalarExpr uniform =
        expression.replace(leaf -> leaf instanceof Channel(int j) ? new In(inputs + j) : leaf);
    return elementwise(shape, access(step), reads, exact, uniform, step);
  }

  /** In the order of memory, as far as the output has one: its smallest steps innermost. */
  private Task elementwise(
      Shape shape,
      Access out,
      List<Access> reads,
      List<Boolean> exact,
      ScalarExpr expression,
      Step step) {
    return task(inMemoryOrder(shape.dims(), out, reads, exact, expression), step, _ -> PLAIN);
  }

  private static final DeviceWeight.Form PLAIN = new DeviceWeight.Plain();

  private static Elementwise inMemoryOrder(
      List<Long> dims, Access out, List<Access> reads, List<Boolean> exact, ScalarExpr expression) {
    List<Integer> order =
        IntStream.range(0, dims.size())
            .boxed()
            .sorted((a, b) -> Long.compare(out.strides().get(b), out.strides().get(a)))
            .toList();
    return new Elementwise(
        order.stream().map(dims::get).toList(),
        out.permuted(order),
        reads.stream().map(read -> read.permuted(order)).toList(),
        exact,
        expression);
  }

  private Task move(Step step, Shape shape, Access from, Access to) {
    return move(step, step.inputs().getFirst(), shape.dims(), from, to);
  }

  private Task move(Step step, Value source, List<Long> dims, Access from, Access to) {
    List<Boolean> exact =
        List.of(slots.isExact(placement.of(source)), slots.isExact(placement.of(step.output())));
    return new Task(
        inMemoryOrder(dims, to, List.of(from), exact, ScalarExpr.IDENTITY),
        List.of(slot(source), slot(step.output())),
        Comments.place(step));
  }

  /** Copies the operands that do not lie in the output already. */
  private List<Task> concat(int axis, Step step) {
    List<Task> tasks = new ArrayList<>();
    Access to = access(step);
    boolean channels = axis == Extent.channelAxis(shape(step));
    Place place = placement.of(step.output());
    long from = 0;
    for (Value input : step.inputs()) {
      Shape shape = input.type().shape();
      boolean there = channels && place.shifted(from).equals(placement.of(input));
      if (!there) {
        tasks.add(
            move(step, input, shape.dims(), access(input), to.from(from * to.strides().get(axis))));
      }
      from += shape.dim(axis);
    }
    return tasks;
  }

  /** Channel i * groups + j of the output is channel j * (channels / groups) + i of the input. */
  private Task shuffle(long groups, Step step) {
    View in = view(input(step));
    View out = view(step.output());
    long size = in.channels() / groups;
    return move(
        step,
        input(step),
        List.of(in.pixels(), size, groups),
        new Access(in.first(), in.pixels() * in.stride(), List.of(in.stride(), 1L, size)),
        new Access(out.first(), out.pixels() * out.stride(), List.of(out.stride(), groups, 1L)));
  }

  private Task softmax(int axis, Step step) {
    Access from = access(input(step));
    Access to = access(step);
    List<Integer> lines =
        IntStream.range(0, shape(step).rank())
            .filter(d -> d != axis)
            .boxed()
            .sorted((a, b) -> Long.compare(to.strides().get(b), to.strides().get(a)))
            .toList();
    return plain(
        new SoftmaxLines(
            lines.stream().map(shape(step)::dim).toList(),
            from.permuted(lines),
            to.permuted(lines),
            shape(step).dim(axis),
            from.strides().get(axis),
            to.strides().get(axis)),
        step);
  }

  private Task plain(DeviceKernel kernel, Step step) {
    return task(kernel, step, _ -> PLAIN);
  }

  private Task constant(Step step) {
    Shape shape = shape(step);
    Access from = Access.of(View.whole(Extent.of(shape)), shape).shared();
    return task(
        inMemoryOrder(
            shape.dims(),
            access(step),
            List.of(from),
            List.of(false, slots.isExact(placement.of(step.output()))),
            ScalarExpr.IDENTITY),
        step,
        _ -> new DeviceWeight.ChannelsLast());
  }

  /** A task whose arrays are the step's inputs, its weights, its output. */
  private Task task(DeviceKernel kernel, Step step, IntFunction<DeviceWeight.Form> forms) {
    List<Operand> operands = new ArrayList<>();
    step.inputs().forEach(input -> operands.add(slot(input)));
    for (int j = 0; j < step.weights().size(); j++) {
      operands.add(weights.operand(new DeviceWeight(step.weights().get(j), forms.apply(j))));
    }
    operands.add(slot(step.output()));
    return new Task(kernel, operands, Comments.place(step));
  }

  private Task.Slot slot(Value value) {
    return slots.of(placement.of(value));
  }

  private View view(Value value) {
    return View.of(placement.of(value), Extent.of(value.type().shape()));
  }

  private Access access(Value value) {
    return Access.of(view(value), value.type().shape());
  }

  private Access access(Step step) {
    return access(step.output());
  }

  private static Shape shape(Step step) {
    return step.output().type().shape();
  }

  private static Value input(Step step) {
    return step.inputs().getFirst();
  }
}
