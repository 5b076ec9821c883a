package bb.ops;

import java.util.Optional;

/** A layer whose window can be padded, so that the output is as large as the input at stride 1. */
public sealed interface Windowed extends Operator permits Conv, Pool {
  /** The same layer with that padding; empty if it has it already, or no padding keeps the size. */
  Optional<Padded> padded();

  /** A layer with another padding, and that padding as it is written. */
  record Padded(Operator layer, String padding) {}
}
