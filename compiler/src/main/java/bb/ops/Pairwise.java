package bb.ops;

import static bb.kernel.ScalarExpr.constant;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Functions of two elements, of which the second may be a number that is written.
 *
 * <ul>
 *   <li>C1: there are two tensors, or one and a number.
 *   <li>C2: both have one element type, which the function takes.
 *   <li>C3: a number beside whole ones is whole, unless it is compared.
 *   <li>C4: the shapes are equal, or one has a 1 where they are not.
 * </ul>
 *
 * @param function of {@code In(0)} and {@code In(1)}
 * @param value the number in the place of the second tensor
 */
public record Pairwise(String name, Kind kind, ScalarExpr function, Optional<Double> value)
    implements Operator {
  /** What a function takes and makes. */
  enum Kind {
    /** Numbers of a type, of which it makes such. */
    NUMBERS,
    /** Floats, of which it makes such. */
    FLOATS,
    /** Numbers or truth values, of which it makes truth values. */
    COMPARISON,
    /** Truth values. */
    LOGICAL
  }

  private static final ScalarExpr X = new ScalarExpr.In(0);
  private static final ScalarExpr Y = new ScalarExpr.In(1);

  static final List<OpSpec> SPECS =
      List.of(
          spec("minimum", "The smaller of two numbers", Kind.NUMBERS, X.min(Y)),
          spec("maximum", "The larger of two numbers", Kind.NUMBERS, X.max(Y)),
          spec("floor_divide", "x / y, rounded down", Kind.NUMBERS, quotient()),
          spec(
              "remainder",
              "What `floor_divide` leaves, of the sign of y",
              Kind.NUMBERS,
              X.minus(quotient().times(Y))),
          spec("pow", "x ** y", Kind.FLOATS, power()),
          spec("equal", "Whether x == y", Kind.COMPARISON, X.same(Y)),
          spec("not_equal", "Whether x != y", Kind.COMPARISON, constant(1).minus(X.same(Y))),
          spec("less", "Whether x < y", Kind.COMPARISON, X.less(Y)),
          spec("less_equal", "Whether x <= y", Kind.COMPARISON, X.lessOrEqual(Y)),
          spec("greater", "Whether x > y", Kind.COMPARISON, Y.less(X)),
          spec("greater_equal", "Whether x >= y", Kind.COMPARISON, Y.lessOrEqual(X)),
          spec("logical_and", "Whether both hold", Kind.LOGICAL, X.min(Y)),
          spec("logical_or", "Whether one holds", Kind.LOGICAL, X.max(Y)));

  private static ScalarExpr quotient() {
    return X.over(Y).apply(Function.FLOOR);
  }

  /** A remainder of an infinite y is x, or y where they have not the same sign. */
  private static ScalarExpr endless(ScalarExpr remainder) {
    ScalarExpr nearer = X.times(Y).less(constant(0)).choose(Y, X);
    return constant(Float.MAX_VALUE)
        .less(Y.apply(Function.ABS))
        .choose(nearer.plus(X.minus(X)), remainder);
  }

  /** A power of a negative number is there for whole exponents, whose being odd says its sign. */
  private static ScalarExpr power() {
    ScalarExpr zero = constant(0);
    ScalarExpr size = Y.times(X.apply(Function.ABS).apply(Function.LOG)).apply(Function.EXP);
    ScalarExpr half = Y.times(constant(0.5));
    ScalarExpr odd = half.same(half.apply(Function.FLOOR)).choose(zero, constant(1));
    ScalarExpr signed = size.times(constant(1).minus(constant(2).times(odd)));
    ScalarExpr negative = Y.same(Y.apply(Function.FLOOR)).choose(signed, X.apply(Function.LOG));
    return Y.same(zero).choose(constant(1), X.less(zero).choose(negative, size));
  }

  private static OpSpec spec(String name, String summary, Kind kind, ScalarExpr function) {
    String source = kind == Kind.COMPARISON ? comparison(name) : name;
    OpSpec.Builder spec =
        OpSpec.named(
                name,
                summary
                    + ", for each element. Where one tensor has a 1 in its shape, it is repeated.")
            .source("PyTorch " + source);
    return switch (kind) {
      case NUMBERS ->
          with(
              spec.shape("[a, b, ...], [a, b, ...] -> [a, b, ...]; int32 stays int32"),
              name,
              kind,
              function);
      case FLOATS ->
          spec.inputs(new OpSpec.Inputs(1, 2))
              .positional(
                  "exponent",
                  new Attribute.Type.Number(),
                  "none",
                  "y, in the place of a second tensor; of a negative x a whole one")
              .shape("[a, b, ...], [a, b, ...] -> [a, b, ...]")
              .build(a ->
                  a.has("exponent")
                      ? Numeric.power(name, a.number("exponent"))
                      : new Pairwise(name, kind, function, Optional.empty()));
      case COMPARISON ->
          with(spec.shape("[a, b, ...], [a, b, ...] -> bool [a, b, ...]"), name, kind, function);
      case LOGICAL ->
          spec.inputs(new OpSpec.Inputs(2, 2))
              .shape("bool [a, b, ...], bool [a, b, ...] -> bool [a, b, ...]")
              .build(_ -> new Pairwise(name, kind, function, Optional.empty()));
    };
  }

  private static OpSpec with(OpSpec.Builder spec, String name, Kind kind, ScalarExpr function) {
    return spec.inputs(new OpSpec.Inputs(1, 2))
        .positional(
            "value", new Attribute.Type.Number(), "none", "y, in the place of a second tensor")
        .build(a ->
            new Pairwise(
                name,
                kind,
                function,
                a.has("value") ? Optional.of(a.number("value")) : Optional.empty()));
  }

  private static String comparison(String name) {
    return switch (name) {
      case "equal" -> "eq";
      case "not_equal" -> "ne";
      default -> name;
    };
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    DType dtype = inputs.getFirst().dtype();
    List<Shape> shapes = inputs.stream().map(TensorType::shape).toList();
    Optional<Failed> wrong =
        operands(name, inputs, inputs.size() + (value.isPresent() ? 1 : 0))
            .or(() -> Check.oneType(name, inputs))
            .or(() -> takes(inputs.getFirst()))
            .or(() -> whole(dtype))
            .or(() -> Broadcast.check(name, shapes));
    return Inference.unless(
        wrong,
        () ->
            Check.exact(
                    name,
                    kind == Kind.NUMBERS || kind == Kind.FLOATS ? dtype : DType.BOOL,
                    Broadcast.dims(shapes))
                .as(Broadcast.axes(inputs)));
  }

  /**
   * There are two operands.
   *
   * @param count tensors and numbers
   */
  static Optional<Failed> operands(String name, List<TensorType> inputs, int count) {
    if (count == 2) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0313,
                inputs.size() == 2
                    ? "`" + name + "` takes two tensors or one and a number, not three"
                    : "`" + name + "` needs a second tensor or a number",
                "receives " + inputs.getLast())
            .help("write `" + name + "(a, b)`, or `" + name + "(0)` of what flows"));
  }

  private Optional<Failed> whole(DType dtype) {
    return kind == Kind.NUMBERS && dtype == DType.INT32
        ? Check.whole(name, value.<ScalarExpr>map(ScalarExpr::constant).stream().toList())
        : Optional.empty();
  }

  private Optional<Failed> takes(TensorType x) {
    if (kind == Kind.FLOATS) {
      return Check.floats(name, List.of(x));
    }
    boolean truth = x.dtype() == DType.BOOL;
    if (kind == Kind.COMPARISON || truth == (kind == Kind.LOGICAL)) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0302,
                "`%s` needs %s, found %s".formatted(name, truth ? "numbers" : "bool", x.dtype()),
                "receives " + x)
            .help(
                truth
                    ? "`float` makes numbers of it"
                    : "a comparison makes truth values: `not_equal(0)`"));
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py y = value.map(Spelled::number).orElse(new Py.In(1));
    return Spelling.function(
        switch (name) {
          case "minimum" ->
              value.isPresent()
                  ? Py.X.attr("clamp").applyTo(List.of(Py.arg("max", y)))
                  : Py.call("torch.minimum", Py.X, y);
          case "maximum" ->
              value.isPresent()
                  ? Py.X.attr("clamp").applyTo(List.of(Py.arg("min", y)))
                  : Py.call("torch.maximum", Py.X, y);
          case "floor_divide" -> Py.X.with("//", y);
          case "remainder" -> Py.X.with("%", y);
          case "pow" -> Py.X.with("**", y);
          case "equal" -> Py.X.with("==", y);
          case "not_equal" -> Py.X.with("!=", y);
          case "less" -> Py.X.with("<", y);
          case "less_equal" -> Py.X.with("<=", y);
          case "greater" -> Py.X.with(">", y);
          case "greater_equal" -> Py.X.with(">=", y);
          case "logical_and" -> Py.X.with("&", y);
          case "logical_or" -> Py.X.with("|", y);
          default -> throw new IllegalStateException(name);
        });
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    ScalarExpr flowing =
        name.equals("remainder") && output.dtype() == DType.FLOAT32 ? endless(function) : function;
    ScalarExpr written =
        value
            .map(number -> function.replace(leaf -> leaf.equals(Y) ? constant(number) : leaf))
            .orElse(flowing);
    return builder.step(new Kernel.Pointwise(written), inputs, List.of(), output);
  }
}
