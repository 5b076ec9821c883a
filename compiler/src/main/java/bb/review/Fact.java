package bb.review;

import java.util.Locale;

/**
 * One thing that is true of a network.
 *
 * @param value as text; it holds no line break
 * @param name of the tensor that it is about, or empty
 */
public record Fact(Kind kind, String value, String name) {
  /** What facts are about, in the order in which they are listed. */
  public enum Kind {
    STRUCTURE(ChangeClass.NUMERICS, "the layers, their arguments or their order"),
    INPUT(ChangeClass.CONTRACT, "input"),
    PREPROCESS(ChangeClass.CONTRACT, "preprocessing of"),
    OUTPUT(ChangeClass.CONTRACT, "output"),
    LABELS(ChangeClass.CONTRACT, "labels of"),
    PARAMS(ChangeClass.COST, "parameters"),
    BUFFERS(ChangeClass.COST, "buffers"),
    MACS(ChangeClass.COST, "multiply-adds"),
    PEAK_BYTES(ChangeClass.COST, "bytes of activations at the peak"),
    FIELD(ChangeClass.COST, "receptive field of"),
    LOCAL_FIELD(ChangeClass.COST, "receptive field before it is all of the input"),
    CHECKPOINT(ChangeClass.WEIGHTS, "rule for the names of published files"),
    PARAM(ChangeClass.WEIGHTS, "parameter"),
    BUFFER(ChangeClass.WEIGHTS, "buffer");

    private final ChangeClass change;
    private final String noun;

    Kind(ChangeClass change, String noun) {
      this.change = change;
      this.noun = noun;
    }

    /** What it means if a fact of this kind changes. */
    public ChangeClass change() {
      return change;
    }

    public String noun() {
      return noun;
    }

    /** Whether the fact is a number. */
    public boolean isCount() {
      return switch (this) {
        case PARAMS, BUFFERS, MACS, PEAK_BYTES -> true;
        default -> false;
      };
    }

    /** Whether it is about a tensor of the checkpoint. */
    boolean isTensor() {
      return this == PARAM || this == BUFFER;
    }

    /** {@code peak_bytes}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What stays the same when the value changes. */
  record Key(Kind kind, String name) {}

  Key key() {
    return new Key(kind, name);
  }
}
