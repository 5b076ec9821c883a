import java.util.Arrays;
import java.util.List;

/**
 * A network at a batch and a number of threads, in both engines.
 *
 * @param gigaflops of one batch, counted from the network's multiply-adds
 * @param distance relative Euclidean distance of the two answers
 */
record Row(
    Zoo network, int batch, int threads, double gigaflops, double distance, Score bb, Score ort) {

  /** Time of bb's over ONNX Runtime's: below one, bb is ahead. */
  double ratio() {
    return bb.median() / ort.median();
  }

  /** The part of the machine's peak that a score is. */
  double share(Score score, double peak) {
    return gigaflops / (score.median() / 1000) / (peak * threads);
  }

  /**
   * An engine's results, one number for each process of its.
   *
   * @param millis the median time of a run
   * @param first seconds from the process's start to its first answer
   * @param megabytes the most memory it had
   */
  record Score(List<Double> millis, List<Double> first, List<Double> megabytes) {
    Score {
      millis = List.copyOf(millis);
      first = List.copyOf(first);
      megabytes = List.copyOf(megabytes);
    }

    double median() {
      return Row.median(millis);
    }
  }

  /** The middle of some numbers. */
  static double median(List<Double> numbers) {
    return median(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The same. */
  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
