package bb.importing.fold;

import bb.importing.fold.Folding.Known;
import bb.importing.fold.Folding.Rule;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators that compute with known numbers. */
final class Numbers {
  private Numbers() {}

  static void register(Map<String, Rule> rules) {
    two(rules, "Add", Double::sum);
    two(rules, "Sub", (x, y) -> x - y);
    two(rules, "Mul", (x, y) -> x * y);
    two(rules, "Pow", StrictMath::pow);
    two(rules, "Min", Math::min);
    two(rules, "Max", Math::max);
    two(rules, "Mod", (x, y) -> x - y * Math.floor(x / y));
    rules.put("Div", Numbers::divide);
    compare(rules, "Equal", (x, y) -> x == y ? 1 : 0);
    compare(rules, "Less", (x, y) -> x < y ? 1 : 0);
    compare(rules, "LessOrEqual", (x, y) -> x <= y ? 1 : 0);
    compare(rules, "Greater", (x, y) -> x > y ? 1 : 0);
    compare(rules, "GreaterOrEqual", (x, y) -> x >= y ? 1 : 0);
    compare(rules, "And", (x, y) -> x != 0 && y != 0 ? 1 : 0);
    compare(rules, "Or", (x, y) -> x != 0 || y != 0 ? 1 : 0);
    compare(rules, "Xor", (x, y) -> x != 0 ^ y != 0 ? 1 : 0);
    one(rules, "Neg", x -> -x);
    one(rules, "Abs", Math::abs);
    one(rules, "Sqrt", Math::sqrt);
    one(rules, "Exp", StrictMath::exp);
    one(rules, "Log", StrictMath::log);
    one(rules, "Sin", StrictMath::sin);
    one(rules, "Cos", StrictMath::cos);
    one(rules, "Tanh", StrictMath::tanh);
    one(rules, "Reciprocal", x -> 1 / x);
    one(rules, "Floor", Math::floor);
    one(rules, "Ceil", Math::ceil);
    one(rules, "Round", Math::rint);
    one(rules, "Sign", Math::signum);
    one(rules, "Relu", x -> Math.max(0, x));
    one(rules, "Sigmoid", x -> 1 / (1 + StrictMath.exp(-x)));
    rules.put("IsNaN", k -> computed(Kind.BOOL, k.in(0), x -> Double.isNaN(x) ? 1 : 0));
    rules.put("Not", k -> computed(Kind.BOOL, k.in(0), x -> x == 0 ? 1 : 0));
    rules.put(
        "Softplus",
        k ->
            computed(
                Kind.FLOAT,
                k.in(0),
                x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)))));
    rules.put("Clip", Numbers::clip);
    rules.put("Where", Numbers::where);
    rules.put("MatMul", Numbers::product);
    reduce(rules, "ReduceSum", 0, Double::sum);
    rules.put("ReduceMean", Numbers::mean);
    reduce(rules, "ReduceProd", 1, (x, y) -> x * y);
    reduce(rules, "ReduceMax", Double.NEGATIVE_INFINITY, Math::max);
    reduce(rules, "ReduceMin", Double.POSITIVE_INFINITY, Math::min);
    reduce(rules, "ReduceL1", 0, (x, y) -> x + Math.abs(y));
    reduce(rules, "ReduceL2", 0, (x, y) -> Math.sqrt(x * x + y * y));
    rules.put("CumSum", Numbers::cumulative);
    rules.put("BatchNormalization", Numbers::standardised);
  }

  private static void one(Map<String, Rule> rules, String operator, DoubleUnaryOperator f) {
    rules.put(operator, k -> computed(k.in(0).kind(), k.in(0), f));
  }

  private static Optional<List<Const>> computed(Kind kind, Const x, DoubleUnaryOperator f) {
    return Folding.one(Folding.computed(kind, x.dims(), i -> f.applyAsDouble(x.at(i))));
  }

  private static void two(Map<String, Rule> rules, String operator, DoubleBinaryOperator f) {
    rules.put(
        operator,
        k -> {
          Const result = k.in(0);
          for (int i = 1; i < k.inputs().size(); i++) {
            result = pair(Folding.common(result, k.in(i)), result, k.in(i), f);
          }
          return Folding.one(result);
        });
  }

  private static void compare(Map<String, Rule> rules, String operator, DoubleBinaryOperator f) {
    rules.put(operator, k -> Folding.one(pair(Kind.BOOL, k.in(0), k.in(1), f)));
  }

  private static Const pair(Kind kind, Const x, Const y, DoubleBinaryOperator f) {
    List<Long> out = Const.broadcast(x.dims(), y.dims()).orElseThrow();
    Const.Data a = Const.broadcast(x, out);
    Const.Data b = Const.broadcast(y, out);
    return Folding.computed(kind, out, i -> f.applyAsDouble(a.at(i), b.at(i)));
  }

  /** Whole numbers are divided without a rest. */
  private static Optional<List<Const>> divide(Known k) {
    Kind kind = Folding.common(k.in(0), k.in(1));
    return Folding.one(
        pair(
            kind,
            k.in(0),
            k.in(1),
            kind == Kind.FLOAT ? (x, y) -> x / y : (x, y) -> (double) ((long) x / (long) y)));
  }

  private static Optional<List<Const>> clip(Known k) {
    double least =
        k.optional(1).map(c -> c.at(0)).orElse(k.node().number("min", Double.NEGATIVE_INFINITY));
    double most =
        k.optional(2).map(c -> c.at(0)).orElse(k.node().number("max", Double.POSITIVE_INFINITY));
    return computed(k.in(0).kind(), k.in(0), x -> Math.min(Math.max(x, least), most));
  }

  private static Optional<List<Const>> where(Known k) {
    Const c = k.in(0);
    Const x = k.in(1);
    Const y = k.in(2);
    List<Long> out =
        Const.broadcast(Const.broadcast(c.dims(), x.dims()).orElseThrow(), y.dims()).orElseThrow();
    Const.Data condition = Const.broadcast(c, out);
    Const.Data a = Const.broadcast(x, out);
    Const.Data b = Const.broadcast(y, out);
    return Folding.one(
        Const.computed(x.kind(), out, i -> condition.at(i) != 0 ? a.at(i) : b.at(i)));
  }

  /** Matrices along the last two axes, those before them repeated where one has a 1. */
  private static Optional<List<Const>> product(Known k) {
    Const x = k.in(0);
    Const y = k.in(1);
    if (x.rank() < 2 || y.rank() < 2 || x.dim(-1) != y.dim(-2)) {
      return Optional.empty();
    }
    List<Long> lead =
        Const.broadcast(x.dims().subList(0, x.rank() - 2), y.dims().subList(0, y.rank() - 2))
            .orElseThrow();
    long inner = x.dim(-1);
    long rows = x.dim(-2);
    long columns = y.dim(-1);
    List<Long> out = with(lead, rows, columns);
    if (Math.multiplyExact(Const.elements(out), inner) > Const.MOST_COMPUTED * 16) {
      return Optional.empty();
    }
    Const.Data a = Const.broadcast(x, with(lead, rows, inner));
    Const.Data b = Const.broadcast(y, with(lead, inner, columns));
    return Folding.one(
        Folding.computed(
            Kind.FLOAT,
            out,
            i -> {
              long row = i / columns;
              long matrix = row / rows;
              double sum = 0;
              for (long j = 0; j < inner; j++) {
                sum += a.at(row * inner + j) * b.at((matrix * inner + j) * columns + i % columns);
              }
              return sum;
            }));
  }

  private static List<Long> with(List<Long> lead, long rows, long columns) {
    List<Long> dims = new ArrayList<>(lead);
    dims.add(rows);
    dims.add(columns);
    return dims;
  }

  private static void reduce(
      Map<String, Rule> rules, String operator, double start, DoubleBinaryOperator f) {
    rules.put(operator, k -> reduced(k, start, f).flatMap(Folding::one));
  }

  private static Optional<List<Const>> mean(Known k) {
    return reduced(k, 0, Double::sum)
        .flatMap(sum -> {
          double count = (double) k.in(0).elements() / sum.elements();
          return computed(sum.kind(), sum, x -> x / count);
        });
  }

  private static Optional<Const> reduced(Known k, double start, DoubleBinaryOperator f) {
    Const x = k.in(0);
    List<Long> axes =
        k.ints("axes", 1)
            .filter(list -> !list.isEmpty())
            .map(list -> list.stream().map(a -> a < 0 ? a + x.rank() : a).toList())
            .orElseGet(() -> Folding.longs(x.rank()));
    boolean keep = k.node().integer("keepdims", 1) != 0;
    List<Long> kept = new ArrayList<>();
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean gone = axes.contains((long) axis);
      kept.add(gone ? 1L : x.dim(axis));
      if (!gone || keep) {
        dims.add(gone ? 1L : x.dim(axis));
      }
    }
    if (x.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    long[] strides = Const.strides(x.dims());
    long[] into = Const.strides(kept);
    double[] sums = new double[(int) Const.elements(kept)];
    Arrays.fill(sums, start);
    for (long i = 0; i < x.elements(); i++) {
      long[] places = Folding.places(i, strides);
      long at = 0;
      for (int axis = 0; axis < places.length; axis++) {
        at += kept.get(axis) == 1 ? 0 : places[axis] * into[axis];
      }
      sums[(int) at] = f.applyAsDouble(sums[(int) at], x.at(i));
    }
    return Optional.of(Folding.computed(x.kind(), dims, i -> sums[(int) i]));
  }

  private static Optional<List<Const>> cumulative(Known k) {
    Const x = k.in(0);
    int axis = (int) k.in(1).at(0);
    int along = axis < 0 ? axis + x.rank() : axis;
    boolean plain = k.node().integer("exclusive", 0) == 0 && k.node().integer("reverse", 0) == 0;
    if (!plain || x.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    long stride = Const.strides(x.dims())[along];
    double[] sums = new double[(int) x.elements()];
    for (int i = 0; i < sums.length; i++) {
      boolean first = i / stride % x.dim(along) == 0;
      sums[i] = x.at(i) + (first ? 0 : sums[(int) (i - stride)]);
    }
    return Folding.one(Folding.computed(x.kind(), x.dims(), i -> sums[(int) i]));
  }

  /** A batch norm of weights, which are standardised where they are used. */
  private static Optional<List<Const>> standardised(Known k) {
    Const x = k.in(0);
    if (x.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    int channels = Math.toIntExact(x.dim(1));
    long inner = Const.elements(x.dims().subList(2, x.rank()));
    boolean own = k.node().integer("training_mode", 0) != 0;
    Statistics by = own ? Statistics.of(x, channels, inner) : new Statistics(k.in(3), k.in(4));
    double eps = k.node().number("epsilon", 1e-5f);
    return Folding.one(
        Folding.computed(
            x.kind(),
            x.dims(),
            i -> {
              int channel = (int) (i / inner % channels);
              double deviation = Math.sqrt(by.variance().at(channel) + eps);
              double normed = (x.at(i) - by.mean().at(channel)) / deviation;
              return normed * k.in(1).at(channel) + k.in(2).at(channel);
            }));
  }

  /** The mean and the variance of each channel. */
  private record Statistics(Const mean, Const variance) {
    /** Those that the channels of a tensor have. */
    static Statistics of(Const x, int channels, long inner) {
      double[] means = new double[channels];
      double[] variances = new double[channels];
      double count = (double) x.elements() / channels;
      for (long i = 0; i < x.elements(); i++) {
        means[(int) (i / inner % channels)] += x.at(i) / count;
      }
      for (long i = 0; i < x.elements(); i++) {
        int channel = (int) (i / inner % channels);
        double difference = x.at(i) - means[channel];
        variances[channel] += difference * difference / count;
      }
      List<Long> each = List.of((long) channels);
      return new Statistics(
          Const.computed(x.kind(), each, i -> means[(int) i]),
          Const.computed(x.kind(), each, i -> variances[(int) i]));
    }
  }
}
