package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Output;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does with the rows of a matrix what is done with rows along the last of more axes, and reshapes
 * afterwards; of reshapes that follow each other one is left, or none. Linear layers work on
 * matrices, so that what lies between two of them can then be fused.
 *
 * <pre>
 * %1 [3136, 384] = convolution point(%0; fc.weight)
 * %2 [56, 56, 384] = reshape(%1)
 * %3 [56, 56, 384] = pointwise(%2) max(x, 0)
 * %4 [3136, 384] = reshape(%3)
 * -->
 * %1 [3136, 384] = convolution point(%0; fc.weight)
 * %5 [3136, 384] = pointwise(%1) max(x, 0)
 * </pre>
 */
final class ReshapeLast {
  private final Program program;
  private final List<Step> steps = new ArrayList<>();

  /** What a value is now: where a reshape has become none, the value that was reshaped. */
  private final Map<Value, Value> replacements = new HashMap<>();

  /** What a value is a reshape of, which is none itself. */
  private final Map<Value, Value> sources = new HashMap<>();

  private final Map<Reshaped, Value> known = new HashMap<>();
  private int fresh;

  private record Reshaped(Value source, Shape shape) {}

  private ReshapeLast(Program program) {
    this.program = program;
    this.fresh = Uses.firstFree(program);
  }

  static Program rewrite(Program program) {
    boolean reshapes =
        program.steps().stream().anyMatch(step -> step.kernel() instanceof Kernel.Reshape);
    return reshapes ? new ReshapeLast(program).rewrite() : program;
  }

  private Program rewrite() {
    program.steps().forEach(this::add);
    List<Output> outputs =
        program.outputs().stream().map(o -> new Output(o.name(), now(o.value()))).toList();
    return DropDeadSteps.rewrite(new Program(program.name(), program.inputs(), steps, outputs));
  }

  private Value now(Value value) {
    return replacements.getOrDefault(value, value);
  }

  private Value source(Value value) {
    return sources.getOrDefault(value, value);
  }

  private void add(Step old) {
    Step step =
        with(old, old.kernel(), old.inputs().stream().map(this::now).toList(), old.output());
    if (step.kernel() instanceof Kernel.Reshape) {
      reshape(source(step.inputs().getFirst()), step.output(), step);
      return;
    }
    Optional<Step> rows = onRows(step);
    if (rows.isEmpty()) {
      steps.add(step);
      return;
    }
    steps.add(rows.get());
    reshape(rows.get().output(), step.output(), step);
  }

  /** Makes {@code output} a reshape of {@code source}, or no more than another name of it. */
  private void reshape(Value source, Value output, Step like) {
    if (source.type().equals(output.type())) {
      replacements.put(output, source);
      return;
    }
    sources.put(output, source);
    known.putIfAbsent(new Reshaped(source, output.type().shape()), output);
    steps.add(
        new Step(
            new Kernel.Reshape(), List.of(source), List.of(), output, like.paths(), like.origin()));
  }

  /** The value's elements under another shape. */
  private Value reshaped(Value value, Shape shape, Step like) {
    Value source = source(value);
    if (source.type().shape().equals(shape)) {
      return source;
    }
    Value done = known.get(new Reshaped(source, shape));
    if (done == null) {
      done = fresh(source, shape);
      reshape(source, done, like);
    }
    return done;
  }

  private Value fresh(Value like, Shape shape) {
    return new Value(fresh++, new TensorType(like.type().dtype(), shape));
  }

  /** The step on matrices, whose output is the step's but for its shape. */
  private Optional<Step> onRows(Step step) {
    Shape out = step.output().type().shape();
    return switch (step.kernel()) {
      case Kernel.Gather(int axis) when axis == 0 && out.rank() > 2 -> gather(step, out);
      case Kernel.Pointwise(var expression)
          when out.rank() > 2
              && sameShapes(step)
              && expression.leaves().noneMatch(ScalarExpr.Channel.class::isInstance) ->
          rows(step, step.kernel());
      case Kernel.Slice(int axis, long start, long by) when out.rank() > 2 && isLast(axis, out) ->
          rows(step, new Kernel.Slice(1, start, by));
      case Kernel.Softmax(int axis) when out.rank() > 2 && isLast(axis, out) ->
          rows(step, new Kernel.Softmax(1));
      case Kernel.Concat(int axis) when out.rank() > 2 && isLast(axis, out) ->
          rows(step, new Kernel.Concat(1));
      default -> Optional.empty();
    };
  }

  private static boolean isLast(int axis, Shape shape) {
    return axis == shape.rank() - 1;
  }

  private static boolean sameShapes(Step step) {
    Shape out = step.output().type().shape();
    return step.inputs().stream().allMatch(input -> input.type().shape().equals(out));
  }

  /** Where an input is a reshaped matrix of the same rows, the step is done with these. */
  private Optional<Step> rows(Step step, Kernel kernel) {
    if (step.inputs().stream().noneMatch(this::isMatrix)) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>();
    for (Value input : step.inputs()) {
      inputs.add(reshaped(input, matrix(input.type().shape()), step));
    }
    Value output = fresh(step.output(), matrix(step.output().type().shape()));
    return Optional.of(with(step, kernel, inputs, output));
  }

  private boolean isMatrix(Value value) {
    return source(value).type().shape().equals(matrix(value.type().shape()));
  }

  /** All axes but the last are the rows. */
  private static Shape matrix(Shape shape) {
    return Shape.of(shape.elements() / shape.dim(-1), shape.dim(-1));
  }

  /** Rows of a matrix, by numbers of which there is a list. */
  private Optional<Step> gather(Step step, Shape out) {
    List<WeightExpr> table = step.weights();
    Value numbers = step.inputs().getLast();
    Shape from =
        table.isEmpty() ? step.inputs().getFirst().type().shape() : table.getFirst().shape();
    if (from.rank() != 2) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>(step.inputs());
    Shape list = Shape.of(numbers.type().shape().elements());
    inputs.set(inputs.size() - 1, reshaped(numbers, list, step));
    Value output = fresh(step.output(), matrix(out));
    return Optional.of(with(step, step.kernel(), inputs, output));
  }

  private static Step with(Step step, Kernel kernel, List<Value> inputs, Value output) {
    return new Step(kernel, inputs, step.weights(), output, step.paths(), step.origin());
  }
}
