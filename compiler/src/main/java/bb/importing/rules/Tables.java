package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.read.Const;
import java.util.List;
import java.util.Optional;

/** Tensors that are there before anything flows, in the shape in which they are read. */
final class Tables {
  private Tables() {}

  /**
   * {@code reshape(const)}: numbers that the source says have any shape; those of the checkpoint
   * the one that they have there.
   */
  static Optional<List<Layer>> reshaped(Match match, Layer root) {
    if (!root.is("reshape") && !root.is("flatten")) {
      return Optional.empty();
    }
    List<Long> dims = root.type().shape().dims();
    return Optional.of(match.at(root.input()))
        .filter(tensor -> tensor.isTensor() && match.inside(tensor))
        .filter(tensor -> isFree(tensor) || isStored(tensor, dims))
        .map(tensor -> match.reshaped(tensor, dims))
        .map(List::of);
  }

  /** Whether a source may have it in any shape. */
  private static boolean isFree(Layer tensor) {
    return tensor.is(Layer.CONST)
        || tensor.is(Layer.BUFFER) && tensor.numbers().orElseThrow().origin().isEmpty();
  }

  private static boolean isStored(Layer tensor, List<Long> dims) {
    Const numbers = tensor.numbers().orElseThrow();
    return !numbers.dims().equals(dims)
        && numbers.data() instanceof Const.Stored(var stored, _, _)
        && stored.equals(dims);
  }
}
