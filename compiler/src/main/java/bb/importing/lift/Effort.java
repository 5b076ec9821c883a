package bb.importing.lift;

import bb.diagnostics.Code;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.OnnxNode;
import bb.importing.read.Refusal;
import java.util.IdentityHashMap;
import java.util.Map;

/** What computing with known numbers has cost: a small file must not ask for a large memory. */
final class Effort {
  /** Numbers that are held at once, half a gigabyte of them. */
  private static final long MOST_HELD = 1L << 26;

  /** How many nodes may move numbers one after the other before any is read. */
  private static final int MOST_MOVES = 300;

  private final Map<Const.Data, Integer> moves = new IdentityHashMap<>();
  private long held;

  /**
   * Counts what a node has made.
   *
   * @throws Refusal if it is too much
   */
  void spend(OnnxNode node, Const made, Map<String, Meaning> values) {
    if (moves.containsKey(made.data())) {
      return;
    }
    int before = 0;
    for (String input : node.inputs()) {
      if (values.get(input) instanceof Known(var tensor)) {
        if (tensor.data() == made.data()) {
          return;
        }
        before = Math.max(before, moves.getOrDefault(tensor.data(), 0));
      }
    }
    moves.put(made.data(), made.isThere() ? 0 : before + 1);
    held += made.isHeld() ? made.elements() : 0; // what is turned back is the file's again
    if (held > MOST_HELD || before >= MOST_MOVES) {
      throw Refusal.of(
              Code.BB0904,
              "node %s computes more than can be done before anything runs",
              node.shown())
          .note(
              held > MOST_HELD
                  ? "all nodes of which everything is known make %,d numbers".formatted(held)
                  : "%d nodes behind each other move known numbers".formatted(before + 1));
    }
  }
}
