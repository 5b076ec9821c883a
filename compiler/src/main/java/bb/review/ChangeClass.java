package bb.review;

import java.util.Locale;

/** What a change to a network means to those who use it, the worst first. */
public enum ChangeClass {
  /** A checkpoint of before no longer loads: names or shapes of its tensors differ. */
  WEIGHTS("an old checkpoint no longer loads"),

  /** Callers must change: inputs, outputs, or how pictures become tensors. */
  CONTRACT("inputs, outputs or preprocessing differ"),

  /** The same weights and inputs give another answer. */
  NUMERICS("the same weights give another answer"),

  /** It needs more or less to store or compute. */
  COST("it costs more or less"),

  /** Nothing that a network computes, stores or costs: names of blocks, comments, layout. */
  COSMETIC("only the source differs");

  private final String meaning;

  ChangeClass(String meaning) {
    this.meaning = meaning;
  }

  public String meaning() {
    return meaning;
  }

  /** {@code weights}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
