package bb.report;

import java.util.List;
import java.util.Optional;

/**
 * One network with several values of its parameters.
 *
 * @param names the parameters that take several values
 * @param rows one for each combination, the last parameter changing first
 */
public record Sweep(String network, String file, List<String> names, List<Row> rows) {
  public Sweep {
    names = List.copyOf(names);
    rows = List.copyOf(rows);
  }

  /**
   * @param values of the parameters, as they are written
   * @param cost empty if the network cannot be built with them
   * @param failure the first thing that is wrong
   */
  public record Row(List<String> values, Optional<Cost> cost, Optional<Failure> failure) {
    public Row {
      values = List.copyOf(values);
    }
  }

  /**
   * @param params trainable numbers
   * @param peakBytes the activations that are needed at the same time
   * @param weightBytes the tensors of the checkpoint
   */
  public record Cost(long params, long macs, long peakBytes, long weightBytes) {}

  /**
   * @param code as {@code BB0301}
   */
  public record Failure(String code, String message) {}
}
