package bb.ops;

import static bb.kernel.ScalarExpr.constant;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.DType;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.stream.Stream;

/**
 * Functions of each element that are no activations: each is its formula.
 *
 * <ul>
 *   <li>C1: the input holds floats; of some functions, floats or whole numbers.
 *   <li>C2: the bounds of whole numbers are whole.
 * </ul>
 *
 * @param name the layer's name, by which its spec is found
 * @param whole whether whole numbers stay whole
 * @param function of {@code In(0)}
 * @param torch how PyTorch writes it, which is no part of what it is
 */
public record Numeric(String name, boolean whole, ScalarExpr function, Py torch)
    implements Operator {
  private static final ScalarExpr X = new ScalarExpr.In(0);
  private static final ScalarExpr ONE = constant(1);

  /** Exponents up to this are products. */
  private static final int MOST_FACTORS = 16;

  static final List<OpSpec> SPECS =
      List.of(
          both("abs", "x, or -x where x is negative", "abs", X.apply(Function.ABS)),
          both("neg", "-x", "neg", X.apply(Function.NEGATE)),
          both("square", "x * x", "square", X.times(X)),
          floats("sqrt", "sqrt(x)", "sqrt", X.apply(Function.SQRT)),
          floats("rsqrt", "1 / sqrt(x)", "rsqrt", ONE.over(X.apply(Function.SQRT))),
          floats("reciprocal", "1 / x", "reciprocal", ONE.over(X)),
          floats("log", "the natural logarithm of x", "log", X.apply(Function.LOG)),
          floats("sin", "sin(x), of radians", "sin", X.apply(Function.SIN)),
          floats("cos", "cos(x), of radians", "cos", X.apply(Function.COS)),
          floats("erf", "the error function of x", "erf", X.apply(Function.ERF)),
          floats("floor", "the largest whole number up to x", "floor", X.apply(Function.FLOOR)),
          floats(
              "ceil",
              "the smallest whole number from x on",
              "ceil",
              X.apply(Function.NEGATE).apply(Function.FLOOR).apply(Function.NEGATE)),
          floats(
              "round",
              "the whole number nearest to x, a half rounded to the even one",
              "round",
              rounded()),
          both(
              "sign",
              "1, -1 or 0: the sign of x",
              "sign",
              constant(0).less(X).minus(X.less(constant(0)))),
          clamp());

  private static OpSpec floats(String name, String formula, String source, ScalarExpr function) {
    return spec(name, formula)
        .source("PyTorch " + source)
        .build(_ -> new Numeric(name, false, function, spelled(name)));
  }

  private static OpSpec both(String name, String formula, String source, ScalarExpr function) {
    return spec(name, formula)
        .source("PyTorch " + source)
        .build(_ -> new Numeric(name, true, function, spelled(name)));
  }

  /** What follows the point is exact, where a sum with a half would be rounded itself. */
  private static ScalarExpr rounded() {
    ScalarExpr below = X.apply(Function.FLOOR);
    ScalarExpr part = X.minus(below);
    ScalarExpr half = constant(0.5);
    ScalarExpr odd = below.minus(constant(2).times(below.times(half).apply(Function.FLOOR)));
    ScalarExpr even = half.same(part).choose(below.plus(odd), below);
    return half.less(part).choose(below.plus(ONE), even);
  }

  private static OpSpec.Builder spec(String name, String formula) {
    return OpSpec.named(
        name, (formula.contains("the ") ? formula : "`" + formula + "`") + ", for each element.");
  }

  /** A power that is known, of {@code pow}. */
  static Numeric power(String name, double exponent) {
    Py torch = Py.X.with("**", Spelled.number(exponent));
    return new Numeric(name, false, power(exponent), torch);
  }

  /** PyTorch has the same names, of functions and of methods. */
  private static Py spelled(String name) {
    return name.equals("neg") ? new Py.Unary("-", Py.X) : Py.X.method(name);
  }

  /**
   * Small whole powers are products, halves of odd ones have a square root; others are exp(exponent
   * * log(x)), which is off by as many units as that is large.
   */
  private static ScalarExpr power(double exponent) {
    if (exponent < 0) {
      return ONE.over(power(-exponent));
    }
    double rest = exponent - Math.floor(exponent);
    if (exponent > MOST_FACTORS || rest != 0 && rest != 0.5) {
      return constant(exponent).times(X.apply(Function.LOG)).apply(Function.EXP);
    }
    ScalarExpr product = rest == 0 ? ONE : X.apply(Function.SQRT);
    for (int factor = 1; factor <= exponent; factor++) {
      product = product.equals(ONE) ? X : product.times(X);
    }
    return product;
  }

  private static OpSpec clamp() {
    return spec("clamp", "min(max(x, min), max)")
        .option("min", new Attribute.Type.Number(), "none", "the least; else there is none")
        .option("max", new Attribute.Type.Number(), "none", "the most; else there is none")
        .source("PyTorch clamp")
        .build(a -> {
          ScalarExpr least = a.has("min") ? X.max(constant(a.number("min"))) : X;
          List<Py.Arg> bounds =
              Stream.of("min", "max")
                  .filter(a::has)
                  .map(bound -> Py.arg(bound, Spelled.number(a.number(bound))))
                  .toList();
          return new Numeric(
              "clamp",
              true,
              a.has("max") ? least.min(constant(a.number("max"))) : least,
              bounds.isEmpty() ? Py.X : Py.X.attr("clamp").applyTo(bounds));
        });
  }

  /** What it is, by which networks are known. */
  @Override
  public String toString() {
    return "Numeric[name=" + name + ", whole=" + whole + ", function=" + function + "]";
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    if (inputs.size() > 1) {
      return Pairwise.operands(name, inputs, 3).orElseThrow();
    }
    return whole && x.dtype() == DType.INT32
        ? Inference.unless(
            Check.whole(
                name, function.leaves().filter(ScalarExpr.Const.class::isInstance).toList()),
            () -> new Inference.Of(x))
        : Inference.unless(Check.floats(name, inputs), () -> new Inference.Of(x));
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return Spelling.function(torch);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Pointwise(function), inputs, List.of(), output);
  }
}
