package bb.runtime;

import java.util.List;
import java.util.Objects;

/**
 * A model that takes whole numbers, of which an output has labels.
 *
 * @param <A> an answer, as of {@link TokenModel}
 */
public interface TokenClassifier<A> extends TokenModel<A> {
  /**
   * The most likely class.
   *
   * @throws ArithmeticException if a score is NaN
   */
  default Prediction classify(int[] ids) {
    return classify(ids, 1).getFirst();
  }

  /**
   * The most likely classes, the first one first.
   *
   * @param top how many; fewer if there are fewer labels
   * @throws IllegalArgumentException if that is not positive
   */
  default List<Prediction> classify(int[] ids, int top) {
    return classify(ids, top, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<Prediction> classify(int[] ids, int top, Options options) {
    Objects.requireNonNull(ids, "ids");
    return classifyAll(List.of(ids), top, options).getFirst();
  }

  /** The most likely classes of each, computed as one batch. */
  default List<List<Prediction>> classifyAll(List<int[]> lists, int top) {
    return classifyAll(lists, top, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<List<Prediction>> classifyAll(List<int[]> lists, int top, Options options) {
    return Batches.classes(Batches.lists(this, lists, options), top);
  }
}
