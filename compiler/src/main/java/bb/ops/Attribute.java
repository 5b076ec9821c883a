package bb.ops;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A compile-time argument of a layer.
 *
 * @param defaultText the default as a reader would write it; a required argument has none
 * @param positional whether it may be given without its name; others are options, by name only
 * @param doc one line for the reference
 */
public record Attribute(
    String name, Type type, Optional<String> defaultText, boolean positional, String doc) {

  /** What an argument may be. */
  public sealed interface Type {
    /** A whole number of at least {@code min}. */
    record Int(long min) implements Type {
      /** Any whole number; a negative one usually counts from the end. */
      public static final Int ANY = new Int(Long.MIN_VALUE);
    }

    /** A whole number of at least {@code min}, or a pair of them (height, width). */
    record Pair(long min) implements Type {}

    /** A whole number of at least {@code min}, or three of them (depth, height, width). */
    record Triple(long min) implements Type {}

    /** A whole number of at least 0, {@code count} of them, or the word {@code same}. */
    record Padding(int count) implements Type {}

    record Number() implements Type {}

    record Flag() implements Type {}

    /** One of a few words, bare or quoted. */
    record Choice(List<String> words) implements Type {
      public Choice {
        words = List.copyOf(words);
      }
    }

    /**
     * A tensor that flows in beside the others, by its name. Its value in {@link Arguments} says
     * only that it is there: it is an input of the layer, after the others, in the order of the
     * attributes.
     */
    record Tensor() implements Type {}

    /** One or more whole numbers of at least {@code min}: a list, a tuple, or a single number. */
    record Ints(long min) implements Type {}

    /** A number for each axis, or one for all: a list, a tuple, or a single number. */
    record Numbers() implements Type {}
  }

  /** Whether a value of the type is in its range, and a number if it is to be one. */
  public boolean allows(Object value) {
    long least =
        switch (type) {
          case Type.Int(long min) -> min;
          case Type.Pair(long min) -> min;
          case Type.Triple(long min) -> min;
          case Type.Ints(long min) -> min;
          case Type.Padding _ -> 0;
          case Type.Number _, Type.Numbers _, Type.Flag _, Type.Choice _, Type.Tensor _ ->
              Long.MIN_VALUE;
        };
    Stream<?> each = value instanceof List<?> list ? list.stream() : Stream.of(value);
    return each.allMatch(one ->
        switch (one) {
          case Long number -> number >= least;
          case Double number -> !number.isNaN();
          default -> true;
        });
  }

  public boolean required() {
    return defaultText.isEmpty();
  }

  /**
   * The default as a value of the type, in the form that {@link Arguments} holds; empty for a
   * required argument and for {@code none}, unless that is one of the words of a choice.
   */
  public Optional<Object> defaultValue() {
    return defaultText
        .filter(text -> !text.equals("none") || isWord(text))
        .map(text ->
            switch (type) {
              case Type.Int _ -> Long.valueOf(text);
              case Type.Pair _ -> times(2, text);
              case Type.Triple _ -> times(3, text);
              case Type.Padding(int count) -> text.equals("same") ? text : times(count, text);
              case Type.Number _ -> Double.valueOf(text);
              case Type.Flag _, Type.Tensor _ -> Boolean.valueOf(text);
              case Type.Choice _ -> text;
              case Type.Ints _ -> List.of(Long.valueOf(text));
              case Type.Numbers _ -> List.of(Double.valueOf(text));
            });
  }

  private boolean isWord(String text) {
    return type instanceof Type.Choice(var words) && words.contains(text);
  }

  private static List<Long> times(int count, String text) {
    return Collections.nCopies(count, Long.valueOf(text));
  }
}
