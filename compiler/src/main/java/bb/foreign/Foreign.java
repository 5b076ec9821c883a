package bb.foreign;

import java.util.List;

/** What a word of another framework is in bb. */
public sealed interface Foreign {
  /**
   * A layer that exists here.
   *
   * @param name its name in bb
   * @param parameters what a call of it takes there by position, by bb's names
   */
  record Layer(String name, List<Parameter> parameters) implements Foreign {
    public Layer {
      parameters = List.copyOf(parameters);
    }
  }

  /** Something that is written as other text, which may hold {@code it}. */
  record Text(String replacement, String why) implements Foreign {}

  /** Nothing that one piece of text can stand for. */
  record Advice(String why, String help) implements Foreign {}

  /** A parameter of the other framework's layer. */
  record Parameter(String name, Kind kind) {}

  /** How a parameter of the other framework is given in bb. */
  enum Kind {
    /** By position. */
    POSITIONAL,
    /** By name only. */
    NAMED,
    /** Not at all: it is known from what flows in. */
    INFERRED,
    /** A list, which the other framework also takes as separate numbers. */
    NUMBERS
  }
}
