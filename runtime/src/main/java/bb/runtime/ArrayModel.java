package bb.runtime;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model of one input that takes numbers.
 *
 * @param <A> an answer: the output's numbers, or a record with those of several
 */
public interface ArrayModel<A> extends Model {
  /**
   * What the network says of one example of a batch: the numbers of its output, or a record with
   * those of each of several, in row-major order.
   *
   * @param outputs what {@link #predict(Map)} has returned
   * @param example from 0
   */
  A answer(Map<String, Tensor> outputs, int example);

  /** What the network says of one example, as many numbers as the input's shape says. */
  default A predictOne(float[] example) {
    return predictOne(example, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default A predictOne(float[] example, Options options) {
    Objects.requireNonNull(example, "example");
    return predictAll(List.of(example), options).getFirst();
  }

  /**
   * What the network says of each, computed as one batch.
   *
   * @param examples one or more
   * @throws UserError if there is none: BB0625
   */
  default List<A> predictAll(List<float[]> examples) {
    return predictAll(examples, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<A> predictAll(List<float[]> examples, Options options) {
    return Batches.answers(Batches.examples(this, examples, options), this::answer);
  }
}
