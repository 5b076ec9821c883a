package bb.onnx;

import bb.kernel.Kernel;
import bb.types.DType;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;

/** Kernels that take some elements along an axis, or make one of all. */
final class ReductionNodes {
  private final Nodes nodes;

  ReductionNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  /** The axis is brought to the front, behind the batch, whose examples have their own numbers. */
  String gather(int axis, Value table, Value numbers) {
    Shape shape = table.type().shape();
    Shape places = numbers.type().shape();
    List<Long> first = new ArrayList<>(List.of(0L, axis + 1L));
    for (long other = 1; other <= shape.rank(); other++) {
      if (other != axis + 1) {
        first.add(other);
      }
    }
    List<Long> dims = new ArrayList<>(places.dims());
    dims.add(1L);
    String whole = nodes.cast(nodes.name(numbers), DType.INT64);
    String most = nodes.wholeNumber(shape.dim(axis) - 1);
    String inside = nodes.add("Clip", List.of(whole, nodes.wholeNumber(0), most));
    String taken =
        nodes.add(
            "GatherND",
            List.of(
                nodes.transpose(nodes.name(table), first.toArray(Long[]::new)),
                nodes.reshape(inside, dims)),
            Attributes.of("batch_dims", 1));
    List<Long> back = new ArrayList<>(List.of(0L));
    for (long before = 0; before < axis; before++) {
      back.add(1L + places.rank() + before);
    }
    for (long place = 0; place < places.rank(); place++) {
      back.add(1L + place);
    }
    for (long after = axis; after < shape.rank() - 1; after++) {
      back.add(1L + places.rank() + after);
    }
    return nodes.transpose(taken, back.toArray(Long[]::new));
  }

  String reduce(Kernel.Reduce kernel, Value x, Value out) {
    String floats = nodes.floats(x);
    List<Long> axes = kernel.axes().stream().map(axis -> axis + 1L).toList();
    return switch (kernel.kind()) {
      case SUM -> nodes.typed(nodes.add("ReduceSum", List.of(floats, nodes.ints(axes))), out);
      case MEAN -> nodes.typed(nodes.add("ReduceMean", List.of(floats, nodes.ints(axes))), out);
      case MAX -> nodes.typed(nodes.add("ReduceMax", List.of(floats, nodes.ints(axes))), out);
      case MIN -> nodes.typed(nodes.add("ReduceMin", List.of(floats, nodes.ints(axes))), out);
      case ARGMAX -> first("ArgMax", floats, axes.getFirst(), out);
      case ARGMIN -> first("ArgMin", floats, axes.getFirst(), out);
    };
  }

  private String first(String operator, String x, long axis, Value out) {
    String number = nodes.add(operator, List.of(x), Attributes.of("axis", axis));
    return nodes.cast(number, out.type().dtype());
  }
}
