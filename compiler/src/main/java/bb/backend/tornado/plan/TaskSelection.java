package bb.backend.tornado.plan;

import static bb.backend.tornado.plan.Operands.input;

import bb.backend.layout.Placement;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Attend;
import bb.backend.tornado.loops.BinAverage;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.CountUp;
import bb.backend.tornado.loops.Depthwise;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Epilogue;
import bb.backend.tornado.loops.Lookup;
import bb.backend.tornado.loops.Normalize;
import bb.backend.tornado.loops.Pooling;
import bb.backend.tornado.loops.Product;
import bb.backend.tornado.loops.Recur;
import bb.backend.tornado.loops.Resampling;
import bb.backend.tornado.loops.ResponseNorm;
import bb.backend.tornado.loops.Scan;
import bb.backend.tornado.loops.Sinusoids;
import bb.kernel.Kernel.AdaptiveAveragePool;
import bb.kernel.Kernel.Attention;
import bb.kernel.Kernel.ChannelShuffle;
import bb.kernel.Kernel.Concat;
import bb.kernel.Kernel.Constant;
import bb.kernel.Kernel.Convolution;
import bb.kernel.Kernel.Gather;
import bb.kernel.Kernel.LocalResponseNorm;
import bb.kernel.Kernel.MatMul;
import bb.kernel.Kernel.Norm;
import bb.kernel.Kernel.Pad;
import bb.kernel.Kernel.Permute;
import bb.kernel.Kernel.Pointwise;
import bb.kernel.Kernel.Pool;
import bb.kernel.Kernel.Range;
import bb.kernel.Kernel.Recurrence;
import bb.kernel.Kernel.Reduce;
import bb.kernel.Kernel.Reshape;
import bb.kernel.Kernel.Resize;
import bb.kernel.Kernel.SelectiveScan;
import bb.kernel.Kernel.Sinusoid;
import bb.kernel.Kernel.Slice;
import bb.kernel.Kernel.Softmax;
import bb.kernel.Kernel.TransposedConvolution;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Chooses the kernels that compute a program, step by step, and the arrays they work on. */
final class TaskSelection {
  private final Program program;
  private final Operands operands;
  private final ElementTasks elements;

  TaskSelection(Program program, Placement placement, Slots slots) {
    this.program = program;
    this.operands = new Operands(placement, slots);
    this.elements = new ElementTasks(operands);
  }

  WeightTable weights() {
    return operands.weights();
  }

  /** Prepared steps, inputs, steps, outputs: the order that the lifetimes of buffers follow. */
  List<Task> tasks() {
    int prepared = program.prepared();
    List<Task> tasks = new ArrayList<>(tasks(program.steps().subList(0, prepared)));
    for (int i = 0; i < program.inputs().size(); i++) {
      Program.Input input = program.inputs().get(i);
      tasks.add(elements.fromCaller(i, input));
    }
    tasks.addAll(tasks(program.steps().subList(prepared, program.steps().size())));
    for (int i = 0; i < program.outputs().size(); i++) {
      Program.Output output = program.outputs().get(i);
      tasks.add(elements.toCaller(i, output));
    }
    return tasks;
  }

  private List<Task> tasks(List<Step> steps) {
    return steps.stream()
        .filter(step -> !operands.placement().isFree(step))
        .flatMap(step -> tasks(step).stream())
        .toList();
  }

  private List<Task> tasks(Step step) {
    return switch (step.kernel()) {
      case Concat(int axis) -> elements.concat(axis, step);
      case Convolution c -> List.of(convolution(c, step));
      case TransposedConvolution t -> List.of(transposed(t, step));
      case Pointwise(var expression) -> List.of(elements.pointwise(expression, step));
      case Reshape _ -> List.of(elements.reshape(step));
      case Permute(var order) -> List.of(elements.permute(order, step));
      case Slice slice -> List.of(elements.slice(slice, step));
      case ChannelShuffle(long groups) -> List.of(elements.shuffle(groups, step));
      case Constant _ -> List.of(elements.constant(step));
      case Pad pad -> List.of(elements.pad(pad, step));
      case Softmax(int axis) -> List.of(elements.softmax(axis, step));
      case Pool(var kind, var window, boolean countPadding) ->
          List.of(
              operands
                  .task(
                      new Pooling(in(step, window), out(step, window), kind, window, countPadding),
                      step)
                  .over(window.planes()));
      case AdaptiveAveragePool _ -> one(new BinAverage(in(step, 0), out(step)), step);
      case LocalResponseNorm(long size, double alpha, double beta, double bias) ->
          one(new ResponseNorm(in(step, 0), out(step), size, alpha, beta, bias), step);
      case Resize(var mode, boolean alignCorners) ->
          one(new Resampling(in(step, 0), out(step), mode, alignCorners), step);
      case Norm(long groups, boolean acrossPixels, boolean centred, double eps) ->
          one(new Normalize(in(step, 0), out(step), groups, acrossPixels, centred, eps), step);
      case MatMul(boolean transposed) -> one(product(transposed, step), step);
      case Attention attention -> one(attend(attention, step), step);
      case SelectiveScan _ -> one(scan(step), step);
      case Recurrence r -> one(recur(r, step), step);
      case Gather(int axis) when step.weights().isEmpty() -> List.of(elements.pick(axis, step));
      case Reduce r -> List.of(elements.reduce(r, step));
      case Gather _ ->
          one(
              new Lookup(
                  in(step, 0),
                  operands.isExact(input(step)),
                  step.weights().getFirst().shape().dim(0),
                  out(step)),
              step);
      case Sinusoid s -> one(sinusoids(s, step), step);
      case Range _ -> one(new CountUp(out(step), operands.isExact(step.output())), step);
    };
  }

  private List<Task> one(DeviceKernel kernel, Step step) {
    return List.of(operands.task(kernel, step));
  }

  private View in(Step step, int index) {
    return operands.view(step.inputs().get(index));
  }

  private View in(Step step, Window window) {
    return operands.plane(input(step), window.planes());
  }

  private View out(Step step, Window window) {
    return operands.plane(step.output(), window.planes());
  }

  private View out(Step step) {
    return operands.view(step.output());
  }

  private Attend attend(Attention a, Step step) {
    List<Attend.Added> biases = new ArrayList<>();
    for (int i = 0; i < a.biases().size(); i++) {
      biases.add(new Attend.Added(in(step, 3 + i), a.biases().get(i)));
    }
    return new Attend(
        in(step, 0).part(a.batch()),
        in(step, 1).part(a.batch()),
        in(step, 2).part(a.batch()),
        out(step).part(a.batch()),
        a,
        biases);
  }

  private Product product(boolean transposed, Step step) {
    Shape shape = step.output().type().shape();
    long stacked = shape.elements() / shape.dim(-1) / shape.dim(-2);
    return new Product(
        stacked,
        in(step, 0).part(stacked),
        in(step, 1).part(stacked),
        out(step).part(stacked),
        transposed);
  }

  private Scan scan(Step step) {
    return new Scan(
        in(step, 0), in(step, 1), in(step, 2), in(step, 3), in(step, 4), in(step, 5), out(step));
  }

  private Recur recur(Recurrence r, Step step) {
    Shape recurrent = step.weights().getFirst().shape();
    return new Recur(
        r,
        in(step, 0),
        step.inputs().stream().skip(1).map(operands::view).toList(),
        out(step),
        recurrent.dim(0) / r.directions() / r.cell().gates(),
        recurrent.dim(1));
  }

  private Sinusoids sinusoids(Sinusoid s, Step step) {
    return new Sinusoids(
        in(step, 0),
        operands.isExact(input(step)),
        out(step),
        s.base(),
        s.offset(),
        s.interleaved());
  }

  private Task convolution(Convolution c, Step step) {
    Epilogue epilogue = epilogue(c.bias(), c.epilogue(), c.window(), step);
    boolean depthwise =
        c.groups() > 1
            && c.groups() == in(step, 0).channels()
            && c.groups() == out(step).channels();
    View in = in(step, c.window());
    View out = out(step, c.window());
    Task task =
        depthwise
            ? operands.task(
                new Depthwise(in, out, c.window(), epilogue), step, filter(new DeviceWeight.Taps()))
            : operands.task(
                new Convolve(in, out, c.window(), c.groups(), false, epilogue),
                step,
                filter(new DeviceWeight.Filter(c.groups())));
    return task.over(c.window().planes());
  }

  private Task transposed(TransposedConvolution t, Step step) {
    Epilogue epilogue = epilogue(t.bias(), t.epilogue(), t.window(), step);
    Convolve kernel =
        new Convolve(
            in(step, t.window()), out(step, t.window()), t.window(), t.groups(), true, epilogue);
    return operands
        .task(kernel, step, filter(new DeviceWeight.TransposedFilter(t.groups())))
        .over(t.window().planes());
  }

  private Epilogue epilogue(boolean bias, ScalarExpr expression, Window window, Step step) {
    return new Epilogue(
        bias,
        expression,
        step.weights().size() - 1,
        step.inputs().stream().skip(1).map(side -> operands.plane(side, window.planes())).toList());
  }

  private static IntFunction<DeviceWeight.Form> filter(DeviceWeight.Form form) {
    return index -> index == 0 ? form : new DeviceWeight.Plain();
  }
}
