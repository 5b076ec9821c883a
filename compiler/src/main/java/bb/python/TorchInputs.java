package bb.python;

import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What flows into a layer, as PyTorch has it: with the examples of a batch along a first axis,
 * which bb does not write. Learned tensors and constants are the same for all examples and have no
 * such axis, and neither has what is computed of them alone.
 *
 * @param batched which of the inputs have it
 */
public record TorchInputs(List<TensorType> types, List<Boolean> batched, List<TensorType> outputs) {

  public TensorType type() {
    return types.getFirst();
  }

  public Shape shape() {
    return types.getFirst().shape();
  }

  public TensorType output() {
    return outputs.getFirst();
  }

  public int size() {
    return types.size();
  }

  /** Whether any input has the axis of the batch. */
  public boolean anyBatched() {
    return batched.contains(true);
  }

  public boolean isBatched(int input) {
    return batched.get(input);
  }

  /** An input with the axis of the batch, if any input has it. */
  public Py whole(int input) {
    int first = batched.indexOf(true);
    if (isBatched(input) || first < 0) {
      return new Py.In(input);
    }
    List<Py> sizes = new ArrayList<>();
    sizes.add(new Py.In(first).attr("shape").at(Py.of(0L)));
    sizes.addAll(Collections.nCopies(types.get(input).shape().rank(), Py.of(-1L)));
    return new Py.In(input).method("expand", sizes.toArray(Py[]::new));
  }

  public Py[] wholes() {
    return Stream.iterate(0, i -> i < size(), i -> i + 1).map(this::whole).toArray(Py[]::new);
  }

  /** The axis of an input, as PyTorch counts. */
  public long axis(int input, long axis) {
    return axis(types.get(input).shape().rank(), axis, isBatched(input));
  }

  /** The axis of a tensor of that rank which has as many batches as the result. */
  public static long axis(int rank, long axis, boolean batched) {
    long fromFront = axis < 0 ? axis + rank : axis;
    return fromFront == rank - 1 ? -1 : fromFront + (batched ? 1 : 0);
  }

  /** A number for an axis. */
  public Py dim(int input, long axis) {
    return Py.of(axis(input, axis), "dim");
  }

  /** A tensor in another shape, with the axis of the batch if there is one. */
  public Py reshaped(Py x, Shape shape) {
    List<Py> sizes = new ArrayList<>();
    if (anyBatched()) {
      sizes.add(Py.of(-1L));
    }
    shape.dims().forEach(dim -> sizes.add(Py.of(dim, "size")));
    return x.method("reshape", sizes.toArray(Py[]::new));
  }

  /** A tensor of tokens, whose channels PyTorch wants before them. */
  public boolean isTokens() {
    return shape().rank() == 2;
  }
}
