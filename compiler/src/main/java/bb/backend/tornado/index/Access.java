package bb.backend.tornado.index;

import bb.backend.layout.Layout;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How one array is walked through while a kernel counts through dimensions: element {@code (n, d0,
 * d1, ...)} is at {@code first + n * example + d0 * strides(0) + ...}.
 *
 * @param example elements from one example to the next; 0 for what all examples share
 */
public record Access(long first, long example, List<Long> strides) {
  public Access {
    strides = List.copyOf(strides);
  }

  /** A value's elements by its logical dimensions. */
  public static Access of(View view, Shape shape, Layout layout) {
    return new Access(
        view.first(), view.pixels() * view.stride(), layout.strides(shape, view.stride()));
  }

  /** An array in row-major order, batch first. */
  public static Access rowMajor(Shape shape) {
    return new Access(0, shape.elements(), Layout.rowMajor(shape.dims()));
  }

  /** The same elements for every example. */
  public Access shared() {
    return new Access(first, 0, strides);
  }

  /** Beginning {@code elements} later. */
  public Access from(long elements) {
    return new Access(first + elements, example, strides);
  }

  /** Taking one of {@code step} elements along a dimension. */
  public Access stepping(int dim, long step) {
    List<Long> longer = new ArrayList<>(strides);
    longer.set(dim, strides.get(dim) * step);
    return new Access(first, example, longer);
  }

  /** With dimensions in another order: dimension i is the former {@code order(i)}. */
  public Access permuted(List<Integer> order) {
    return new Access(first, example, order.stream().map(strides::get).toList());
  }

  /** With other steps in the place of the dimensions from {@code first} to before {@code end}. */
  public Access replaced(int first, int end, List<Long> steps) {
    List<Long> changed = new ArrayList<>(strides);
    changed.subList(first, end).clear();
    changed.addAll(first, steps);
    return new Access(this.first, example, changed);
  }

  /** Repeating its only element along the dimensions in which {@code own} has 1 and not all. */
  public Access broadcast(Shape own, Shape all) {
    List<Long> repeated = new ArrayList<>(strides);
    for (int axis = 0; axis < all.rank(); axis++) {
      if (own.dim(axis) < all.dim(axis)) {
        repeated.set(axis, 0L);
      }
    }
    return new Access(first, example, repeated);
  }
}
