package bb.runtime;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model of one input that takes whole numbers, such as token ids.
 *
 * @param <A> an answer: the output's numbers, or a record with those of several
 */
public interface TokenModel<A> extends Model {
  /**
   * What the network says of one example of a batch: the numbers of its output, or a record with
   * those of each of several, in row-major order.
   *
   * @param outputs what {@link #predict(Map)} has returned
   * @param example from 0
   */
  A answer(Map<String, Tensor> outputs, int example);

  /** What the network says of token ids, as many as the input's shape says. */
  default A predict(int[] ids) {
    return predict(ids, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default A predict(int[] ids, Options options) {
    Objects.requireNonNull(ids, "ids");
    return predictAll(List.of(ids), options).getFirst();
  }

  /**
   * What the network says of each, computed as one batch.
   *
   * @param lists one or more
   * @throws UserError if there is none: BB0625
   */
  default List<A> predictAll(List<int[]> lists) {
    return predictAll(lists, Options.DEFAULT);
  }

  /** The same as {@code options} say. */
  default List<A> predictAll(List<int[]> lists, Options options) {
    return Batches.answers(Batches.lists(this, lists, options), this::answer);
  }
}
