package bb.runtime.io;

import java.util.Optional;

/** How JSON, which has no such numbers, writes what is not finite: as a string. */
final class NonFinite {
  private NonFinite() {}

  static Optional<Float> parse(String text) {
    return switch (text) {
      case "NaN" -> Optional.of(Float.NaN);
      case "Infinity" -> Optional.of(Float.POSITIVE_INFINITY);
      case "-Infinity" -> Optional.of(Float.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  /** A number as JSON: the shortest text that reads back as the same float. */
  static String write(float value) {
    return Float.isFinite(value) ? Float.toString(value) : '"' + Float.toString(value) + '"';
  }
}
