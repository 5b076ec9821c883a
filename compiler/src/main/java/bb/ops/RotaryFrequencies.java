package bb.ops;

import bb.diagnostics.Code;
import bb.ops.Inference.Failed;
import java.util.Optional;

/**
 * The frequencies of rotary embeddings.
 *
 * @param factor by which positions are divided
 * @param original if there is one, the context of training: of frequencies with few periods in it
 *     alone are positions divided
 * @param low periods in the original context up to which all of the factor counts
 * @param high periods from which on nothing of it counts
 */
public record RotaryFrequencies(
    double base, double factor, Optional<Long> original, double low, double high) {

  static RotaryFrequencies of(Arguments a) {
    return new RotaryFrequencies(
        a.number("base"),
        a.number("factor"),
        a.has("original") ? Optional.of(a.integer("original")) : Optional.empty(),
        a.number("low_freq"),
        a.number("high_freq"));
  }

  Optional<Failed> check(String layer) {
    return Check.positive(layer, "base", base)
        .or(() -> Check.positive(layer, "factor", factor))
        .or(() -> Check.positive(layer, "low_freq", low))
        .or(() ->
            low < high
                ? Optional.empty()
                : Optional.of(
                    Inference.failed(
                            Code.BB0316,
                            "`high_freq` of `%s` must be greater than `low_freq`".formatted(layer),
                            "is not greater than " + low)
                        .argument("high_freq")));
  }

  /** The angle from token to token of a pair of {@code pairs}. */
  public double of(long pair, long pairs) {
    double frequency = StrictMath.pow(base, -pair / (double) pairs);
    if (original.isEmpty()) {
      return frequency / factor;
    }
    double periods = original.get() * frequency / (2 * Math.PI);
    double kept = Math.clamp((periods - low) / (high - low), 0, 1);
    return (1 - kept) * frequency / factor + kept * frequency;
  }
}
