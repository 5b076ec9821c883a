package bb.onnx;

import bb.kernel.WeightExpr;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Weights as initialisers, and as nodes over them where a kernel's weight is computed. */
final class WeightNodes {
  private final Nodes nodes;
  private final Map<WeightExpr, String> known = new HashMap<>();

  WeightNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  String name(WeightExpr weight) {
    String name = known.get(weight);
    if (name == null) {
      name = emit(weight);
      known.put(weight, name);
    }
    return name;
  }

  private String emit(WeightExpr weight) {
    return switch (weight) {
      case WeightExpr.Tensor(var tensor, var shape) -> nodes.tensor(tensor, shape);
      case WeightExpr.Literal(var type, var numbers) -> nodes.literal(type, numbers);
      case WeightExpr.NormScale(var gamma, var variance, double eps) -> {
        String root =
            nodes.add(
                "Sqrt", List.of(nodes.add("Add", List.of(name(variance), nodes.scalar(eps)))));
        yield nodes.add("Div", List.of(or(gamma, 1), root));
      }
      case WeightExpr.NormShift(var beta, var mean, var scale) -> {
        String product = nodes.add("Mul", List.of(name(mean), name(scale)));
        yield nodes.add("Sub", List.of(or(beta, 0), product));
      }
      case WeightExpr.ScaledFilter(var filter, var scale) -> {
        List<Long> dims = new ArrayList<>(Collections.nCopies(filter.shape().rank(), 1L));
        dims.set(0, filter.shape().dim(0));
        yield nodes.add("Mul", List.of(name(filter), as(scale, new Shape(dims))));
      }
      case WeightExpr.ScaledColumns(var filter, var scale) -> {
        List<Long> dims = new ArrayList<>(Collections.nCopies(filter.shape().rank(), 1L));
        dims.set(1, filter.shape().dim(1));
        yield nodes.add("Mul", List.of(name(filter), as(scale, new Shape(dims))));
      }
      case WeightExpr.ShiftedBias(var bias, var filter, var shift) -> {
        Shape matrix = Shape.of(filter.shape().dim(0), shift.shape().dim(0));
        String product = nodes.add("MatMul", List.of(as(filter, matrix), name(shift)));
        yield nodes.add("Add", List.of(or(bias, 0), product));
      }
      case WeightExpr.Rescaled(var direction, var length) -> {
        List<Long> axes = LongStream.range(1, direction.shape().rank()).boxed().toList();
        List<Long> dims = new ArrayList<>(Collections.nCopies(direction.shape().rank(), 1L));
        dims.set(0, direction.shape().dim(0));
        String norm = nodes.add("ReduceL2", List.of(name(direction), nodes.ints(axes)));
        String factor = nodes.add("Div", List.of(as(length, new Shape(dims)), norm));
        yield nodes.add("Mul", List.of(name(direction), factor));
      }
      case WeightExpr.Bounded bounded -> bounded(bounded);
      case WeightExpr.FoldedBias(var bias, var scale, var shift) -> {
        String product = nodes.add("Mul", List.of(or(bias, 0), name(scale)));
        yield nodes.add("Add", List.of(product, name(shift)));
      }
      case WeightExpr.Reshaped(var inner, var shape) ->
          inner.shape().equals(shape)
              ? name(inner)
              : nodes.add("Reshape", List.of(name(inner), nodes.ints(shape.dims())));
      case WeightExpr.Rows(var inner, long start, long count) ->
          nodes.add(
              "Slice",
              List.of(name(inner), nodes.ints(start), nodes.ints(start + count), nodes.ints(0)));
      case WeightExpr.Picked(var inner, int axis, var runs) ->
          nodes.add(
              "Gather",
              List.of(name(inner), nodes.ints(indices(runs))),
              Attributes.of("axis", axis));
      case WeightExpr.Transposed(var inner) -> nodes.transpose(name(inner), 1L, 0L);
      case WeightExpr.Concatenated(var weights) ->
          nodes.add("Concat", weights.stream().map(this::name).toList(), Attributes.of("axis", 0));
    };
  }

  private String bounded(WeightExpr.Bounded bounded) {
    Shape shape = bounded.weight().shape();
    long rows = shape.dim(bounded.axis());
    String weight = name(bounded.weight());
    String rowsFirst = weight;
    if (bounded.axis() == 1) {
      Long[] order = LongStream.range(0, shape.rank()).boxed().toArray(Long[]::new);
      order[0] = 1L;
      order[1] = 0L;
      rowsFirst = nodes.transpose(weight, order);
    }
    Shape matrix = Shape.of(rows, shape.elements() / rows);
    String product =
        nodes.add(
            "MatMul",
            List.of(
                as(bounded.u(), Shape.of(1, rows)),
                nodes.add("Reshape", List.of(rowsFirst, nodes.ints(matrix.dims())))));
    String sigma =
        nodes.add("MatMul", List.of(product, as(bounded.v(), Shape.of(matrix.dim(1), 1))));
    String scalar = nodes.add("Squeeze", List.of(sigma, nodes.ints(0, 1)));
    return nodes.add("Div", List.of(weight, scalar));
  }

  private static List<Long> indices(List<WeightExpr.Run> runs) {
    return runs.stream()
        .flatMap(
            run -> LongStream.range(0, run.count()).mapToObj(i -> run.first() + i * run.step()))
        .toList();
  }

  /** A weight under another shape. */
  String as(WeightExpr weight, Shape shape) {
    WeightExpr inner = weight;
    while (inner instanceof WeightExpr.Reshaped(var reshaped, _)) {
      inner = reshaped;
    }
    return inner.shape().equals(shape) ? name(inner) : name(new WeightExpr.Reshaped(inner, shape));
  }

  private String or(Optional<WeightExpr> weight, double absent) {
    return weight.map(this::name).orElseGet(() -> nodes.scalar(absent));
  }

  /** The weight, or a vector of {@code absent} as long as {@code like}. */
  String vector(Optional<WeightExpr> weight, double absent, Shape like) {
    return weight
        .map(this::name)
        .orElseGet(() ->
            nodes.floats(
                like, Collections.nCopies(Math.toIntExact(like.elements()), (float) absent)));
  }
}
