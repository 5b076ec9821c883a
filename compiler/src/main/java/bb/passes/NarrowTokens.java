package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes of tokens only those that are read: where the answer is made of the first token, what
 * the last layers do with each token by itself is done with that one, and it alone attends.
 *
 * <pre>
 * %1 [197, 768] = convolution point(%0; fc.weight)
 * %2 [1, 768] = slice axis 0 from 0(%1)
 * -->
 * %3 [1, 768] = slice axis 0 from 0(%0)
 * %2 [1, 768] = convolution point(%3; fc.weight)
 * </pre>
 */
final class NarrowTokens {
  /** Tokens {@code start} to {@code end}, without the latter. */
  private record Span(long start, long end) {
    Span and(Span other) {
      return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }

    Span shifted(long by) {
      return new Span(start + by, end + by);
    }

    long count() {
      return end - start;
    }
  }

  /** A value that holds these tokens of another. */
  private record Part(Value value, Span span) {}

  private final Program program;
  private final Map<Value, Span> needs = new HashMap<>();
  private final Map<Value, Part> parts = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private int fresh;

  private NarrowTokens(Program program) {
    this.program = program;
    this.fresh = Uses.firstFree(program);
  }

  static Program rewrite(Program program) {
    boolean slices = program.steps().stream().anyMatch(NarrowTokens::isSlice);
    return slices ? new NarrowTokens(program).rewrite() : program;
  }

  private Program rewrite() {
    program.outputs().forEach(output -> need(output.value(), whole(output.value())));
    for (Step step : program.steps().reversed()) {
      Span span = made(step);
      for (int i = 0; i < step.inputs().size(); i++) {
        need(step.inputs().get(i), of(step, i, span));
      }
    }
    program.steps().forEach(this::add);
    return Uses.withSteps(program, steps);
  }

  /** What is left of the step's output: all of it, unless at most half is read. */
  private Span made(Step step) {
    Span all = whole(step.output());
    Span span = needs.getOrDefault(step.output(), all);
    return isByToken(step) && 2 * span.count() <= all.count() ? span : all;
  }

  private void need(Value value, Span span) {
    needs.merge(value, span, Span::and);
  }

  /** What the step reads of an input to compute a span of its output. */
  private static Span of(Step step, int input, Span span) {
    if (step.kernel() instanceof Kernel.Slice(_, long start, _) && isSlice(step)) {
      return span.shifted(start);
    }
    return isByToken(step) && follows(step, input) ? span : whole(step.inputs().get(input));
  }

  private void add(Step step) {
    Span span = made(step);
    boolean narrows = !span.equals(whole(step.output()));
    if (!narrows && step.inputs().stream().noneMatch(parts::containsKey)) {
      steps.add(step);
      return;
    }
    if (isSlice(step)) {
      steps.add(cut(step.inputs().getFirst(), of(step, 0, span), step.output(), step));
      return;
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < step.inputs().size(); i++) {
      inputs.add(part(step.inputs().get(i), of(step, i, span), step));
    }
    Value output = narrows ? narrowed(step.output(), span) : step.output();
    steps.add(new Step(step.kernel(), inputs, step.weights(), output, step.paths(), step.origin()));
  }

  private Value narrowed(Value value, Span span) {
    Value output = fresh(value, span);
    parts.put(value, new Part(output, span));
    return output;
  }

  private Value fresh(Value value, Span span) {
    TensorType type = value.type();
    return new Value(fresh++, new TensorType(type.dtype(), type.shape().with(0, span.count())));
  }

  /** The value that holds this span of another, which a slice makes where there is none. */
  private Value part(Value value, Span span, Step reader) {
    Part known = parts.get(value);
    if (known != null && known.span().equals(span)) {
      return known.value();
    }
    if (known == null && span.equals(whole(value))) {
      return value;
    }
    Value cut = fresh(value, span);
    steps.add(cut(value, span, cut, reader));
    return cut;
  }

  /** A step that makes {@code output} of this span of a value. */
  private Step cut(Value value, Span span, Value output, Step reader) {
    Part from = parts.getOrDefault(value, new Part(value, whole(value)));
    return new Step(
        new Kernel.Slice(0, span.start() - from.span().start()),
        List.of(from.value()),
        List.of(),
        output,
        reader.paths(),
        reader.origin());
  }

  private static boolean isSlice(Step step) {
    return step.kernel() instanceof Kernel.Slice(int axis, _, long by)
        && by == 1
        && axis == 0
        && isTokens(step.output());
  }

  /** Whether each token of the output is made of the same token of inputs that have as many. */
  private static boolean isByToken(Step step) {
    return isTokens(step.output())
        && switch (step.kernel()) {
          case Kernel.Convolution(Window window, _, _, _) ->
              window.isPoint() && isTokens(step.inputs().getFirst());
          case Kernel.Pointwise _, Kernel.MatMul _ -> true;
          case Kernel.Norm(_, boolean acrossPixels, _, _) -> !acrossPixels;
          case Kernel.Softmax(int axis) -> axis == 1;
          case Kernel.Attention a ->
              a.batch() == 1
                  && a.offset().isEmpty()
                  && a.biases().stream().allMatch(bias -> bias.queries() == 1);
          default -> false;
        };
  }

  /** Whether a span of the output takes that span of the input, and not all of it. */
  private static boolean follows(Step step, int input) {
    return switch (step.kernel()) {
      case Kernel.Attention _, Kernel.MatMul _ -> input == 0 && isRead(step, 0);
      default -> tokens(step.inputs().get(input)) == tokens(step.output());
    };
  }

  /** Whether the input is read as that one only. */
  private static boolean isRead(Step step, int input) {
    Value value = step.inputs().get(input);
    return step.inputs().stream().filter(value::equals).count() == 1;
  }

  private static boolean isTokens(Value value) {
    return value.type().shape().rank() == 2;
  }

  private static Span whole(Value value) {
    return new Span(0, tokens(value));
  }

  private static long tokens(Value value) {
    Shape shape = value.type().shape();
    return shape.rank() == 2 ? shape.dim(0) : 1;
  }
}
