package bb.graph;

import bb.graph.Shares.Share;
import bb.program.Program;
import java.util.List;

/** Finds out what the activations of a network take, which depends on how it is computed. */
@FunctionalInterface
public interface PeakMemory {
  /** The most that is kept at the same time, by a network as it is compiled. */
  Peak of(Graph graph);

  /**
   * @param bytes that are needed at the same time, at the worst moment, for one example
   * @param shares what is kept then
   */
  record Peak(long bytes, List<Share> shares) {
    public Peak {
      shares = List.copyOf(shares);
    }

    /** What a program keeps at its worst moment. */
    public static Peak of(Program program, List<Kept> kept) {
      long bytes = kept.stream().map(Kept::bytes).reduce(0L, Math::addExact);
      return new Peak(
          bytes, kept.stream().map(k -> new Share(name(program, k), k.bytes())).toList());
    }

    private static String name(Program program, Kept kept) {
      return kept.step() == Kept.INPUT
          ? "input"
          : program.steps().get(kept.step()).paths().getFirst();
    }
  }

  /**
   * A piece of memory that is needed.
   *
   * @param step which step of a program writes it first, or {@link #INPUT}
   */
  record Kept(int step, long bytes) {
    public static final int INPUT = -1;
  }
}
