package bb.backend.tornado.plan;

import static bb.backend.tornado.plan.Operands.input;
import static bb.backend.tornado.plan.Operands.shape;

import bb.backend.layout.Extent;
import bb.backend.layout.Layout;
import bb.backend.layout.Place;
import bb.backend.source.UserText;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Elementwise;
import bb.backend.tornado.loops.Padding;
import bb.backend.tornado.loops.Picking;
import bb.backend.tornado.loops.Reducing;
import bb.backend.tornado.loops.Reorder;
import bb.backend.tornado.loops.SoftmaxLines;
import bb.kernel.Kernel.Pad;
import bb.kernel.Kernel.Reduce;
import bb.kernel.Kernel.Slice;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Tasks that walk through tensors of any rank: what computes elements alone, and what moves. */
final class ElementTasks {
  private final Operands operands;

  ElementTasks(Operands operands) {
    this.operands = operands;
  }

  /** From the caller's layout. */
  Task fromCaller(int index, Program.Input input) {
    Value value = input.value();
    Shape shape = value.type().shape();
    Elementwise kernel =
        new Elementwise(
            shape.dims(),
            operands.access(value),
            List.of(Access.rowMajor(shape)),
            List.of(true, operands.isExact(value)),
            ScalarExpr.IDENTITY);
    return new Task(
        kernel,
        List.of(new Task.Input(index), operands.slot(value)),
        UserText.place(input).literal());
  }

  /** To the caller's layout. */
  Task toCaller(int index, Program.Output output) {
    Value value = output.value();
    Shape shape = value.type().shape();
    Elementwise kernel =
        new Elementwise(
            shape.dims(),
            Access.rowMajor(shape),
            List.of(operands.access(value)),
            List.of(operands.isExact(value), true),
            ScalarExpr.IDENTITY);
    return new Task(
        kernel,
        List.of(operands.slot(value), new Task.Output(index)),
        UserText.place(output).literal());
  }

  /** A vector over channels is walked through along them only. */
  Task pointwise(ScalarExpr expression, Step step) {
    Shape shape = shape(step);
    List<Access> reads = new ArrayList<>();
    List<Boolean> exact = new ArrayList<>();
    for (Value input : step.inputs()) {
      reads.add(operands.access(input).broadcast(input.type().shape(), shape));
      exact.add(operands.isExact(input));
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
    exact.add(operands.isExact(step.output()));
    int inputs = step.inputs().size();
    ScalarExpr uniform =
        expression.replace(leaf -> leaf instanceof Channel(int j) ? new In(inputs + j) : leaf);
    return operands.task(
        inMemoryOrder(shape.dims(), operands.access(step.output()), reads, exact, uniform), step);
  }

  Task reshape(Step step) {
    return operands.task(
        new Reorder(
            input(step).type().shape().dims(),
            operands.access(input(step)),
            operands.isExact(input(step)),
            shape(step).dims(),
            operands.access(step.output()),
            operands.isExact(step.output())),
        step);
  }

  Task permute(List<Integer> order, Step step) {
    Access from = operands.access(input(step)).permuted(order);
    return move(step, input(step), shape(step).dims(), from, operands.access(step.output()));
  }

  Task slice(Slice slice, Step step) {
    Access whole = operands.access(input(step));
    Access from =
        whole
            .from(slice.start() * whole.strides().get(slice.axis()))
            .stepping(slice.axis(), slice.step());
    return move(step, input(step), shape(step).dims(), from, operands.access(step.output()));
  }

  /** Copies the operands that do not lie in the output already. */
  List<Task> concat(int axis, Step step) {
    List<Task> tasks = new ArrayList<>();
    Access to = operands.access(step.output());
    boolean channels = axis == operands.placement().channelAxis(step.output());
    Place place = operands.placement().of(step.output());
    long from = 0;
    for (Value input : step.inputs()) {
      Shape shape = input.type().shape();
      boolean there = channels && place.shifted(from).equals(operands.placement().of(input));
      if (!there) {
        Access part = to.from(from * to.strides().get(axis));
        tasks.add(move(step, input, shape.dims(), operands.access(input), part));
      }
      from += shape.dim(axis);
    }
    return tasks;
  }

  /** Channel i * groups + j of the output is channel j * (channels / groups) + i of the input. */
  Task shuffle(long groups, Step step) {
    View in = operands.view(input(step));
    View out = operands.view(step.output());
    long size = in.channels() / groups;
    return move(
        step,
        input(step),
        List.of(in.pixels(), size, groups),
        new Access(in.first(), in.pixels() * in.stride(), List.of(in.stride(), 1L, size)),
        new Access(out.first(), out.pixels() * out.stride(), List.of(out.stride(), groups, 1L)));
  }

  Task constant(Step step) {
    Shape shape = shape(step);
    Layout layout = operands.placement().of(step.output()).layout();
    Access from = Access.of(View.whole(layout.extent(shape)), shape, layout).shared();
    return operands.task(
        inMemoryOrder(
            shape.dims(),
            operands.access(step.output()),
            List.of(from),
            List.of(false, operands.isExact(step.output())),
            ScalarExpr.IDENTITY),
        step,
        _ ->
            layout == Layout.CHANNELS_LAST
                ? new DeviceWeight.ChannelsLast()
                : new DeviceWeight.Plain());
  }

  Task pad(Pad pad, Step step) {
    Access from = operands.access(input(step));
    Access to = operands.access(step.output());
    Shape inner = input(step).type().shape();
    List<Integer> order = memoryOrder(to);
    return operands.task(
        new Padding(
            order.stream().map(shape(step)::dim).toList(),
            order.stream().map(inner::dim).toList(),
            order.stream().map(pad.before()::get).toList(),
            from.permuted(order),
            to.permuted(order),
            pad.value(),
            pad.mode()),
        step);
  }

  Task softmax(int axis, Step step) {
    Access from = operands.access(input(step));
    Access to = operands.access(step.output());
    List<Integer> lines = memoryOrder(to).stream().filter(d -> d != axis).toList();
    return operands.task(
        new SoftmaxLines(
            lines.stream().map(shape(step)::dim).toList(),
            from.permuted(lines),
            to.permuted(lines),
            shape(step).dim(axis),
            from.strides().get(axis),
            to.strides().get(axis)),
        step);
  }

  Task pick(int axis, Step step) {
    Value table = input(step);
    Value numbers = step.inputs().getLast();
    Access whole = operands.access(table);
    Access which = operands.access(numbers);
    int behind = whole.strides().size() - 1 - axis;
    Access from = whole.replaced(axis, axis + 1, nothing(which.strides().size()));
    Access numbered =
        which
            .replaced(which.strides().size(), which.strides().size(), nothing(behind))
            .replaced(0, 0, nothing(axis));
    Access to = operands.access(step.output());
    List<Integer> order = memoryOrder(to);
    return operands.task(
        new Picking(
            order.stream().map(shape(step)::dim).toList(),
            from.permuted(order),
            numbered.permuted(order),
            to.permuted(order),
            table.type().shape().dim(axis),
            whole.strides().get(axis),
            List.of(
                operands.isExact(table),
                operands.isExact(numbers),
                operands.isExact(step.output()))),
        step);
  }

  /** No step along so many dimensions. */
  private static List<Long> nothing(int dimensions) {
    return Collections.nCopies(dimensions, 0L);
  }

  Task reduce(Reduce kernel, Step step) {
    Value in = input(step);
    Shape shape = in.type().shape();
    Access from = operands.access(in);
    Access to = operands.access(step.output());
    List<Integer> order = memoryOrder(to);
    return operands.task(
        new Reducing(
            kernel.kind(),
            order.stream().map(shape(step)::dim).toList(),
            from.permuted(order),
            to.permuted(order),
            kernel.axes().stream().map(shape::dim).toList(),
            kernel.axes().stream().map(from.strides()::get).toList(),
            List.of(operands.isExact(in), operands.isExact(step.output()))),
        step);
  }

  private Task move(Step step, Value source, List<Long> dims, Access from, Access to) {
    List<Boolean> exact = List.of(operands.isExact(source), operands.isExact(step.output()));
    return new Task(
        inMemoryOrder(dims, to, List.of(from), exact, ScalarExpr.IDENTITY),
        List.of(operands.slot(source), operands.slot(step.output())),
        UserText.place(step).literal());
  }

  /** In the order of memory, as far as the output has one. */
  private static Elementwise inMemoryOrder(
      List<Long> dims, Access out, List<Access> reads, List<Boolean> exact, ScalarExpr expression) {
    List<Integer> order = memoryOrder(out);
    return new Elementwise(
        order.stream().map(dims::get).toList(),
        out.permuted(order),
        reads.stream().map(read -> read.permuted(order)).toList(),
        exact,
        expression);
  }

  /** The dimensions with the smallest steps last. */
  private static List<Integer> memoryOrder(Access access) {
    return IntStream.range(0, access.strides().size())
        .boxed()
        .sorted((a, b) -> Long.compare(access.strides().get(b), access.strides().get(a)))
        .toList();
  }
}
