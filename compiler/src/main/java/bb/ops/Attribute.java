package bb.ops;

import java.util.List;
import java.util.Optional;

/**
 * A compile-time argument of a layer.
 *
 * @param defaultText the default as a reader would write it; a required argument has none
 * @param doc one line for the reference
 */
public record Attribute(String name, Type type, Optional<String> defaultText, String doc) {

  /** What an argument may be. */
  public sealed interface Type {
    /** A whole number of at least {@code min}. */
    record Int(long min) implements Type {}

    /** A whole number of at least {@code min}, or a pair of them (height, width). */
    record Pair(long min) implements Type {}

    /** A whole number of at least 0, a pair of them, or the word {@code same}. */
    record Padding() implements Type {}

    record Number() implements Type {}

    record Flag() implements Type {}

    /** One of a few words, bare or quoted. */
    record Choice(List<String> words) implements Type {
      public Choice {
        words = List.copyOf(words);
      }
    }

    /** One or more whole numbers of at least {@code min}: a list, a tuple, or a single number. */
    record Ints(long min) implements Type {}
  }

  public boolean required() {
    return defaultText.isEmpty();
  }
}
