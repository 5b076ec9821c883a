package bb.random;

import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** What flows as stacks of tokens, of three axes or four, for a layer. */
final class Windows {
  private static final List<String> LAYERS =
      List.of(
          "attention",
          "attention",
          "multihead_attention",
          "multihead_attention",
          "rotary",
          "rotary",
          "rotary",
          "rotary",
          "matmul",
          "matmul",
          "linear",
          "layer_norm",
          "rms_norm",
          "softmax",
          "mean",
          "sum",
          "max",
          "min");

  private final Draft draft;
  private final Choices choices;

  Windows(Draft draft) {
    this.draft = draft;
    this.choices = draft.choices();
  }

  Optional<Code> statement(Scope scope, Shape in) {
    Shape shape = in;
    while (shape.rank() < (choices.oneIn(2) ? 3 : 4)) {
      shape = cut(shape);
    }
    OpSpec spec = Operators.find(choices.of(LAYERS)).orElseThrow();
    List<TensorType> inputs =
        Collections.nCopies(spec.inputs().min(), TensorType.float32(shape).as(Axes.LAST));
    String windows = draft.fresh("t");
    String cut = "reshape(" + shape + ") -> rms_norm(axis: -1) as " + windows;
    return RandomLayer.attempts(choices, spec, inputs, value -> draft.number(scope, value))
        .map(layer -> {
          Shape out = layer.output().shape();
          Shape flat = Shape.of(out.elements() / out.dim(-1), out.dim(-1));
          return Code.of(
              flat,
              cut,
              layer.text(Collections.nCopies(inputs.size(), windows)),
              "flatten",
              "reshape(" + flat + ")");
        });
  }

  /** The last axis but one in two. */
  private Shape cut(Shape shape) {
    int axis = Math.max(0, shape.rank() - 2);
    long size = shape.dim(axis);
    long part =
        choices.of(LongStream.rangeClosed(1, size).filter(n -> size % n == 0).boxed().toList());
    List<Long> dims = new ArrayList<>(shape.dims());
    dims.set(axis, size / part);
    dims.add(axis, part);
    return new Shape(dims);
  }
}
