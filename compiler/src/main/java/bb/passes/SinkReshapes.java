package bb.passes;

import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets steps that treat all pixels of a channel alike read an image as it was made, and see it as
 * it is wanted afterwards: a volume is an image to all kernels, and is a volume again after each
 * layer. What meets then is a reshape of a reshape, which is one.
 *
 * <pre>
 * %1 [8, 4, 6, 6] = reshape(%0)               where %0 is [8, 24, 6]
 * %2 [8, 4, 6, 6] = pointwise(%1) max(x, 0)
 * -->
 * %3 [8, 24, 6] = pointwise(%0) max(x, 0)
 * %2 [8, 4, 6, 6] = reshape(%3)
 * </pre>
 */
final class SinkReshapes {
  private final Program program;
  private final List<Step> steps = new ArrayList<>();

  /** How many steps there were when a value was made. */
  private final Map<Value, Integer> ages = new HashMap<>();

  /** The image of which a value is a reshape that keeps its channels. */
  private final Map<Value, Value> images = new HashMap<>();

  private int fresh;

  private SinkReshapes(Program program) {
    this.program = program;
    this.fresh = Uses.firstFree(program);
  }

  static Program rewrite(Program program) {
    SinkReshapes pass = new SinkReshapes(program);
    program.steps().forEach(pass::add);
    return Uses.withSteps(program, pass.steps);
  }

  private void add(Step step) {
    if (step.kernel() instanceof Kernel.Reshape) {
      Value source = step.inputs().getFirst();
      Value image = images.getOrDefault(source, source);
      emit(with(step, step.kernel(), List.of(image), step.output()));
      if (isImage(image)
          && hasPixels(step.output())
          && channels(image) == channels(step.output())) {
        images.put(step.output(), image);
      }
    } else if (sinks(step)) {
      sink(step);
    } else {
      emit(step);
    }
  }

  private void emit(Step step) {
    ages.put(step.output(), steps.size());
    steps.add(step);
  }

  /** Whether the step does the same for each pixel, and some input is a reshape of an image. */
  private boolean sinks(Step step) {
    boolean alike =
        switch (step.kernel()) {
          case Kernel.Pointwise _ -> true;
          case Kernel.Concat(int axis) -> axis == 0;
          case Kernel.Slice(int axis, _, _) -> axis == 0;
          case Kernel.Softmax(int axis) -> axis == 0;
          default -> false;
        };
    return alike
        && hasPixels(step.output())
        && step.inputs().stream().allMatch(input -> isWhole(input, step) || isPixel(input, step))
        && step.inputs().stream()
            .anyMatch(input -> isWhole(input, step) && images.containsKey(input));
  }

  /** Whether the input has all pixels of the output. */
  private static boolean isWhole(Value input, Step step) {
    return rank(input) == rank(step.output()) && pixels(input).equals(pixels(step.output()));
  }

  /** Whether the input has one pixel for all of the output's. */
  private static boolean isPixel(Value input, Step step) {
    return rank(input) == rank(step.output()) && pixels(input).stream().allMatch(size -> size == 1);
  }

  private void sink(Step step) {
    // that of what was made last, which can take this step as its epilogue
    Shape like =
        step.inputs().stream()
            .filter(input -> isWhole(input, step))
            .filter(images::containsKey)
            .map(images::get)
            .max(Comparator.comparing(image -> ages.getOrDefault(image, -1)))
            .map(image -> image.type().shape())
            .orElseThrow();
    List<Value> inputs = new ArrayList<>();
    for (Value input : step.inputs()) {
      Shape wanted = like.with(0, channels(input));
      inputs.add(as(input, isWhole(input, step) ? wanted : Shape.of(channels(input), 1, 1), step));
    }
    Value image = fresh(step.output(), like.with(0, channels(step.output())));
    emit(with(step, step.kernel(), inputs, image));
    emit(with(step, new Kernel.Reshape(), List.of(image), step.output()));
    images.put(step.output(), image);
  }

  /** The image of a value, in that shape. */
  private Value as(Value value, Shape shape, Step reader) {
    Value image = images.getOrDefault(value, value);
    if (image.type().shape().equals(shape)) {
      return image;
    }
    Value reshaped = fresh(value, shape);
    emit(with(reader, new Kernel.Reshape(), List.of(image), reshaped));
    return reshaped;
  }

  private Value fresh(Value like, Shape shape) {
    return new Value(fresh++, new TensorType(like.type().dtype(), shape));
  }

  private static Step with(Step step, Kernel kernel, List<Value> inputs, Value output) {
    boolean same = kernel == step.kernel();
    return new Step(
        kernel, inputs, same ? step.weights() : List.of(), output, step.paths(), step.origin());
  }

  private static boolean isImage(Value value) {
    return rank(value) == 3;
  }

  private static boolean hasPixels(Value value) {
    return rank(value) == 3 || rank(value) == 4;
  }

  private static int rank(Value value) {
    return value.type().shape().rank();
  }

  private static long channels(Value value) {
    return value.type().shape().dim(0);
  }

  private static List<Long> pixels(Value value) {
    List<Long> dims = value.type().shape().dims();
    return dims.subList(1, dims.size());
  }
}
