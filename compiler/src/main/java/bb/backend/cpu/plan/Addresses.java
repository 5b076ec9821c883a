package bb.backend.cpu.plan;

import bb.backend.layout.Extent;
import bb.backend.layout.Place;
import bb.backend.layout.Placement;
import bb.kernel.Window;
import bb.memory.MemoryPlan;
import bb.runtime.cpu.Filter;
import bb.runtime.cpu.Grid;
import bb.runtime.cpu.Operand;
import bb.runtime.cpu.Stencil;
import bb.runtime.cpu.View;
import bb.types.Value;
import java.util.List;

/** Where values and the weights of a step lie, as the records that the runtime takes. */
public final class Addresses {
  private final Placement placement;
  private final MemoryPlan memory;
  private final WeightPlan.Segment weights;

  /**
   * The arena and the weights of a step each fit an array, so that all that follows are ints.
   *
   * @param weights the segment of a step
   */
  Addresses(Placement placement, MemoryPlan memory, WeightPlan.Segment weights) {
    this.placement = placement;
    this.memory = memory;
    this.weights = weights;
  }

  Place place(Value value) {
    return placement.of(value);
  }

  View view(Value value) {
    Place place = place(value);
    return view(place, place.layout().extent(value.type().shape()));
  }

  /** The first of so many images of equal height that the value consists of. */
  View plane(Value value, long planes) {
    View all = view(value);
    return new View(
        all.buffer(),
        all.first(),
        all.height() / number(planes),
        all.width(),
        all.channels(),
        all.stride());
  }

  List<View> views(List<Value> values) {
    return values.stream().map(this::view).toList();
  }

  View view(Place place, Extent extent) {
    return new View(
        number(memory.offsets().get(place.buffer())),
        number(place.first()),
        number(extent.height()),
        number(extent.width()),
        number(extent.channels()),
        number(place.stride()));
  }

  /** The value's elements by its logical dimensions. */
  Grid grid(Value value) {
    return grid(value.type().shape().dims(), strides(value), 0);
  }

  Operand operand(Value value) {
    return new Operand(view(value), grid(value));
  }

  List<Long> strides(Value value) {
    Place place = place(value);
    return place.layout().strides(value.type().shape(), place.stride());
  }

  static Grid grid(List<Long> dims, List<Long> strides, long from) {
    return new Grid(number(from), numbers(dims), numbers(strides));
  }

  /** The window as the runtime takes it. */
  public static Stencil stencil(Window w) {
    return new Stencil(
        number(w.kernelHeight()),
        number(w.kernelWidth()),
        number(w.strideHeight()),
        number(w.strideWidth()),
        number(w.padTop()),
        number(w.padLeft()),
        number(w.dilationHeight()),
        number(w.dilationWidth()));
  }

  int weight(PackedWeight weight) {
    return number(weights.offset(weight));
  }

  List<Integer> weights(List<PackedWeight> list) {
    return list.stream().map(this::weight).toList();
  }

  /** The weights of a convolution, the filter first, then its vectors. */
  Filter filter(List<PackedWeight> list, long groups) {
    int[] vectors = list.stream().skip(1).mapToInt(this::weight).toArray();
    return new Filter(weight(list.getFirst()), number(groups), vectors);
  }

  static int number(long number) {
    return Math.toIntExact(number);
  }

  private static int[] numbers(List<Long> numbers) {
    return numbers.stream().mapToInt(Addresses::number).toArray();
  }
}
