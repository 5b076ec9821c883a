package bb.runtime;

import java.util.List;
import java.util.Objects;

/**
 * A model that takes numbers, of which an output has labels.
 *
 * @param <A> an answer, as of {@link ArrayModel}
 */
public interface ArrayClassifier<A> extends ArrayModel<A> {
  /**
   * The most likely class.
   *
   * @throws ArithmeticException if a score is NaN
   */
  default Prediction classify(float[] example) {
    return classify(example, 1).getFirst();
  }

  /**
   * The most likely classes, the first one first.
   *
   * @param top how many; fewer if there are fewer labels
   * @throws IllegalArgumentException if that is not positive
   */
  default List<Prediction> classify(float[] example, int top) {
    return classify(example, top, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<Prediction> classify(float[] example, int top, Options options) {
    Objects.requireNonNull(example, "example");
    return classifyAll(List.of(example), top, options).getFirst();
  }

  /** The most likely classes of each, computed as one batch. */
  default List<List<Prediction>> classifyAll(List<float[]> examples, int top) {
    return classifyAll(examples, top, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<List<Prediction>> classifyAll(List<float[]> examples, int top, Options options) {
    return Batches.classes(Batches.examples(this, examples, options), top);
  }
}
