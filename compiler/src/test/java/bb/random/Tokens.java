package bb.random;

import bb.ops.Operators;
import bb.random.Scope.Named;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements that make vectors of whole numbers: of ids, times and positions. */
final class Tokens {
  private final Draft draft;
  private final Choices choices;
  private final Statements statements;

  Tokens(Draft draft, Statements statements) {
    this.draft = draft;
    this.choices = draft.choices();
    this.statements = statements;
  }

  /** What is made of whole numbers, alone or added to what flows. */
  Code statement(Scope scope, Shape in) {
    Code vectors =
        scope.ids().isEmpty() || choices.oneIn(4)
            ? sines(scope, "arange", TensorType.float32(Shape.of(in.dim(0))))
            : vectors(scope, choices.of(scope.ids()));
    return choices.oneIn(2) ? vectors : statements.tensors().joined(in, vectors);
  }

  /** A pipeline that begins with whole numbers and ends with vectors. */
  Code vectors(Scope scope, Named ids) {
    TensorType type = new TensorType(DType.INT32, ids.shape());
    String source = ids.name();
    if (choices.oneIn(3)) {
      RandomLayer layer = RandomLayer.of(choices, type, value -> draft.number(scope, value));
      source += " -> " + layer.text();
      type = layer.output();
    }
    if (type.dtype() == DType.FLOAT32) {
      return Code.of(type.shape(), source);
    }
    if (type.shape().rank() > 0 && (type.dtype() == DType.BOOL || choices.oneIn(4))) {
      return Code.of(type.shape(), source + " -> float");
    }
    if (type.shape().rank() > 1) {
      source += " -> flatten";
      type = new TensorType(DType.INT32, Shape.of(type.shape().elements()));
    }
    return type.shape().rank() == 0 || choices.oneIn(3)
        ? sines(scope, source, type)
        : table(scope, source, type);
  }

  private Code table(Scope scope, String source, TensorType ids) {
    return draw(scope, "embedding", source, ids)
        .orElseGet(() -> Code.of(Shape.of(ids.shape().dim(0), 1), source + " -> embedding(1, 1)"));
  }

  private Code sines(Scope scope, String source, TensorType numbers) {
    List<Long> dims = new ArrayList<>(numbers.shape().dims());
    dims.add(2L);
    return draw(scope, "sinusoid", source, numbers)
        .orElseGet(() -> Code.of(new Shape(dims), source + " -> sinusoid(2)"));
  }

  private Optional<Code> draw(Scope scope, String layer, String source, TensorType type) {
    return RandomLayer.attempts(
            choices,
            Operators.find(layer).orElseThrow(),
            List.of(type),
            value -> draft.number(scope, value))
        .map(drawn -> Code.of(drawn.output().shape(), source + " -> " + drawn.text()));
  }
}
