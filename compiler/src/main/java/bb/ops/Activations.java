package bb.ops;

import static bb.kernel.ScalarExpr.Function.ABS;
import static bb.kernel.ScalarExpr.Function.ERF;
import static bb.kernel.ScalarExpr.Function.EXP;
import static bb.kernel.ScalarExpr.Function.LOG1P;
import static bb.kernel.ScalarExpr.Function.NEGATE;
import static bb.kernel.ScalarExpr.Function.SIGMOID;
import static bb.kernel.ScalarExpr.Function.TANH;
import static bb.kernel.ScalarExpr.constant;

import bb.kernel.ScalarExpr;
import bb.python.Py;
import bb.python.Spelling;
import java.util.List;

/** The activation functions: each is its formula. */
final class Activations {
  private static final ScalarExpr X = new ScalarExpr.In(0);
  private static final ScalarExpr ZERO = constant(0);

  static final OpSpec RELU =
      plain("relu", "max(x, 0)", "PyTorch ReLU; Nair and Hinton, 2010", X.max(ZERO));
  static final OpSpec RELU6 =
      plain(
          "relu6",
          "min(max(x, 0), 6)",
          "PyTorch ReLU6; Krizhevsky, 2010",
          X.max(ZERO).min(constant(6)));
  static final OpSpec SIGMOID_LAYER =
      plain("sigmoid", "1 / (1 + exp(-x))", "PyTorch Sigmoid", X.apply(SIGMOID));
  static final OpSpec TANH_LAYER = plain("tanh", "tanh(x)", "PyTorch Tanh", X.apply(TANH));
  static final OpSpec SILU =
      plain(
          "silu",
          "x * sigmoid(x)",
          "PyTorch SiLU; Elfwing et al., 2017",
          X.times(X.apply(SIGMOID)));
  static final OpSpec SOFTPLUS =
      plain("softplus", "log(1 + exp(x))", "PyTorch Softplus; Dugas et al., 2001", softplus(X));
  static final OpSpec MISH =
      plain(
          "mish",
          "x * tanh(softplus(x))",
          "PyTorch Mish; Misra, 2019",
          X.times(softplus(X).apply(TANH)));
  static final OpSpec HARD_SIGMOID =
      plain(
          "hard_sigmoid",
          "min(max(x + 3, 0), 6) / 6",
          "PyTorch Hardsigmoid; Howard et al., 2019",
          hardSigmoid(X));
  static final OpSpec HARD_SWISH =
      plain(
          "hard_swish",
          "x * min(max(x + 3, 0), 6) / 6",
          "PyTorch Hardswish; Howard et al., 2019",
          X.times(hardSigmoid(X)));

  static final OpSpec EXP_LAYER = plain("exp", "e ** x", "PyTorch exp", X.apply(EXP));

  static final OpSpec LEAKY_RELU =
      named("leaky_relu", "x, or negative_slope * x where x is negative")
          .positional(
              "negative_slope", new Attribute.Type.Number(), "0.01", "slope of the negative part")
          .source("PyTorch LeakyReLU; Maas et al., 2013")
          .build(a ->
              new Elementwise(
                  "leaky_relu",
                  X.max(ZERO).plus(constant(a.number("negative_slope")).times(X.min(ZERO))),
                  Spelled.activation(
                      "F.leaky_relu",
                      "LeakyReLU",
                      Py.option("negative_slope", a.number("negative_slope"), 0.01))));
  static final OpSpec ELU =
      named("elu", "x, or alpha * (exp(x) - 1) where x is negative")
          .positional("alpha", new Attribute.Type.Number(), "1", "limit of the negative part")
          .source("PyTorch ELU; Clevert et al., 2015")
          .build(a ->
              new Elementwise(
                  "elu",
                  X.max(ZERO)
                      .plus(
                          constant(a.number("alpha"))
                              .times(X.min(ZERO).apply(EXP).minus(constant(1)))),
                  Spelled.activation("F.elu", "ELU", Py.option("alpha", a.number("alpha"), 1.0))));
  static final OpSpec GELU =
      named("gelu", "x * (1 + erf(x / sqrt(2))) / 2, or its tanh approximation")
          .option(
              "approximate",
              new Attribute.Type.Choice(List.of("none", "tanh")),
              "none",
              "`tanh`: x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x ** 3))) / 2")
          .source("PyTorch GELU; Hendrycks and Gimpel, 2016")
          .build(a ->
              new Elementwise(
                  "gelu",
                  a.word("approximate").equals("tanh") ? tanhGelu() : exactGelu(),
                  Spelled.activation(
                      "F.gelu", "GELU", Py.option("approximate", a.word("approximate"), "none"))));

  private Activations() {}

  /** PyTorch's names of those that have no arguments. */
  private static Spelling spelled(String name) {
    return switch (name) {
      case "relu" -> Spelled.activation("F.relu", "ReLU");
      case "relu6" -> Spelled.activation("F.relu6", "ReLU6");
      case "sigmoid" -> Spelled.activation("torch.sigmoid", "Sigmoid");
      case "tanh" -> Spelled.activation("torch.tanh", "Tanh");
      case "silu" -> Spelled.activation("F.silu", "SiLU");
      case "softplus" -> Spelled.activation("F.softplus", "Softplus");
      case "mish" -> Spelled.activation("F.mish", "Mish");
      case "hard_sigmoid" -> Spelled.activation("F.hardsigmoid", "Hardsigmoid");
      case "hard_swish" -> Spelled.activation("F.hardswish", "Hardswish");
      case "exp" -> Spelling.function(Py.X.method("exp"));
      default -> throw new IllegalStateException(name);
    };
  }

  private static OpSpec.Builder named(String name, String formula) {
    return OpSpec.named(name, "`" + formula + "`, for each element.");
  }

  private static OpSpec plain(String name, String formula, String source, ScalarExpr function) {
    return named(name, formula)
        .source(source)
        .build(_ -> new Elementwise(name, function, spelled(name)));
  }

  /** log(1 + exp(x)), written so that exp cannot overflow and a small one is not lost. */
  private static ScalarExpr softplus(ScalarExpr x) {
    return x.max(ZERO).plus(x.apply(ABS).apply(NEGATE).apply(EXP).apply(LOG1P));
  }

  private static ScalarExpr hardSigmoid(ScalarExpr x) {
    return x.plus(constant(3)).max(ZERO).min(constant(6)).over(constant(6));
  }

  private static ScalarExpr exactGelu() {
    return half(X.times(constant(Math.sqrt(0.5))).apply(ERF));
  }

  private static ScalarExpr tanhGelu() {
    ScalarExpr cubic = X.plus(constant(0.044715).times(X.times(X).times(X)));
    return half(constant(Math.sqrt(2 / Math.PI)).times(cubic).apply(TANH));
  }

  private static ScalarExpr half(ScalarExpr curve) {
    return constant(0.5).times(X).times(constant(1).plus(curve));
  }
}
