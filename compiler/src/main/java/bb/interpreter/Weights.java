package bb.interpreter;

import bb.kernel.WeightExpr;
import bb.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Evaluates weight expressions. */
final class Weights {
  private Weights() {}

  static double[] evaluate(WeightExpr weight, Function<String, double[]> tensors) {
    double[] result =
        switch (weight) {
          case WeightExpr.Tensor(var name, _) -> tensors.apply(name);
          case WeightExpr.Literal(_, var numbers) -> {
            double[] known = new double[numbers.size()];
            Arrays.setAll(known, numbers::get);
            yield known;
          }
          case WeightExpr.NormScale(var gamma, var variance, double eps) -> {
            double[] scale = evaluate(variance, tensors).clone();
            double[] factor = or(gamma, 1, scale.length, tensors);
            Arrays.setAll(scale, i -> factor[i] / Math.sqrt(scale[i] + eps));
            yield scale;
          }
          case WeightExpr.NormShift(var beta, var mean, var scale) -> {
            double[] shift = evaluate(mean, tensors).clone();
            double[] factor = evaluate(scale, tensors);
            double[] offset = or(beta, 0, shift.length, tensors);
            Arrays.setAll(shift, i -> offset[i] - shift[i] * factor[i]);
            yield shift;
          }
          case WeightExpr.ScaledFilter(var filter, var scale) -> {
            double[] scaled = evaluate(filter, tensors).clone();
            double[] factor = evaluate(scale, tensors);
            int slice = scaled.length / factor.length;
            Arrays.setAll(scaled, i -> scaled[i] * factor[i / slice]);
            yield scaled;
          }
          case WeightExpr.ScaledColumns(var filter, var scale) -> {
            double[] scaled = evaluate(filter, tensors).clone();
            double[] factor = evaluate(scale, tensors);
            int slice = (int) (scaled.length / filter.shape().dim(0) / factor.length);
            Arrays.setAll(scaled, i -> scaled[i] * factor[i / slice % factor.length]);
            yield scaled;
          }
          case WeightExpr.ShiftedBias(var bias, var filter, var shift) -> {
            double[] all = evaluate(filter, tensors);
            double[] by = evaluate(shift, tensors);
            double[] shifted = or(bias, 0, all.length / by.length, tensors).clone();
            for (int i = 0; i < all.length; i++) {
              shifted[i / by.length] += all[i] * by[i % by.length];
            }
            yield shifted;
          }
          case WeightExpr.Rescaled(var direction, var length) -> {
            double[] all = evaluate(direction, tensors).clone();
            double[] lengths = evaluate(length, tensors);
            int slice = all.length / lengths.length;
            for (int i = 0; i < lengths.length; i++) {
              double[] part = Arrays.copyOfRange(all, i * slice, (i + 1) * slice);
              double norm = Math.sqrt(Arrays.stream(part).map(x -> x * x).sum());
              double factor = lengths[i] / norm;
              for (int j = i * slice; j < (i + 1) * slice; j++) {
                all[j] *= factor;
              }
            }
            yield all;
          }
          case WeightExpr.Bounded(var inner, var u, var v, int axis) -> {
            double[] all = evaluate(inner, tensors);
            double sigma =
                bound(all, inner.shape(), evaluate(u, tensors), evaluate(v, tensors), axis);
            yield Arrays.stream(all).map(x -> x / sigma).toArray();
          }
          case WeightExpr.FoldedBias(var bias, var scale, var shift) -> {
            double[] folded = evaluate(shift, tensors).clone();
            double[] factor = evaluate(scale, tensors);
            double[] inner = or(bias, 0, folded.length, tensors);
            Arrays.setAll(folded, i -> inner[i] * factor[i] + folded[i]);
            yield folded;
          }
          case WeightExpr.Reshaped(var inner, _) -> evaluate(inner, tensors);
          case WeightExpr.Concatenated(var weights) ->
              weights.stream()
                  .flatMapToDouble(part -> Arrays.stream(evaluate(part, tensors)))
                  .toArray();
          case WeightExpr.Rows(var inner, long start, long count) -> {
            int row = (int) (inner.shape().elements() / inner.shape().dim(0));
            yield Arrays.copyOfRange(
                evaluate(inner, tensors), (int) start * row, (int) (start + count) * row);
          }
          case WeightExpr.Picked(var inner, int axis, var runs) ->
              picked(evaluate(inner, tensors), inner.shape(), axis, runs);
          case WeightExpr.Transposed(var inner) -> {
            double[] matrix = evaluate(inner, tensors);
            int rows = (int) inner.shape().dim(0);
            int columns = (int) inner.shape().dim(1);
            double[] transposed = new double[matrix.length];
            Arrays.setAll(transposed, i -> matrix[i % rows * columns + i / rows]);
            yield transposed;
          }
        };
    if (result.length != weight.shape().elements()) {
      throw new IllegalArgumentException(
          weight + " has " + result.length + " elements, not " + weight.shape());
    }
    return result;
  }

  private static double bound(double[] all, Shape shape, double[] u, double[] v, int axis) {
    int slice = (int) (shape.elements() / shape.dim(axis));
    int inner = axis == 0 ? slice : (int) (slice / shape.dim(0));
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      int outer = i / inner / u.length;
      sum += u[i / inner % u.length] * all[i] * v[outer * inner + i % inner];
    }
    return sum;
  }

  private static double[] picked(
      double[] weight, Shape shape, int axis, List<WeightExpr.Run> runs) {
    int length = (int) shape.dim(axis);
    int slice =
        shape.dims().stream().skip(axis + 1L).mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
    int outer = weight.length / length / slice;
    DoubleStream.Builder numbers = DoubleStream.builder();
    for (int block = 0; block < outer; block++) {
      for (WeightExpr.Run run : runs) {
        for (long i = 0; i < run.count(); i++) {
          long at = (block * (long) length + run.first() + i * run.step()) * slice;
          Arrays.stream(weight, (int) at, (int) at + slice).forEach(numbers);
        }
      }
    }
    return numbers.build().toArray();
  }

  private static double[] or(
      Optional<WeightExpr> weight, double absent, int length, Function<String, double[]> tensors) {
    if (weight.isPresent()) {
      return evaluate(weight.get(), tensors);
    }
    double[] constant = new double[length];
    Arrays.fill(constant, absent);
    return constant;
  }
}
