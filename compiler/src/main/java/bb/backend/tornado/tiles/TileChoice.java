package bb.backend.tornado.tiles;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Chooses the tiles of a product for every batch: large tiles do little work for a sum, but there
 * are to be enough groups for all multiprocessors.
 *
 * @param terms of a sum
 * @param groups how many work-groups there are
 */
record TileChoice(long terms, Groups groups) {
  /** As many as large GPUs have. */
  static final long MULTIPROCESSORS = 128;

  /** A multiprocessor with one group waits for memory as long as one with two computes. */
  private static final long LEAST_ROUNDS = 2;

  /** For larger batches the choice is that for this one. */
  private static final long MAX_BATCH = 512;

  /** The last tile is kept if no other one is better by more than this factor. */
  private static final double INDIFFERENCE = 1.15;

  /** A number of work-groups. */
  interface Groups {
    /** With such a tile for a batch. */
    long of(Tile tile, long batch);
  }

  /**
   * The tiles for batches of at least {@code smallest}, and for each the smallest batch that it is
   * for: large batches first.
   */
  SequencedMap<Tile, Long> tiles(long smallest) {
    SequencedMap<Tile, Long> chosen = new LinkedHashMap<>();
    Tile last = best(MAX_BATCH, Integer.MAX_VALUE);
    for (long batch = MAX_BATCH; 2 * batch > smallest; batch /= 2) {
      long from = Math.max(batch, smallest);
      Tile best = best(from, last.area());
      if (time(last, from) > INDIFFERENCE * time(best, from)) {
        last = best;
      }
      chosen.put(last, from);
    }
    return chosen;
  }

  private Tile best(long batch, int mostArea) {
    Tile best = Tile.ALL.getLast();
    for (Tile tile : Tile.ALL) {
      if (tile.area() <= mostArea && time(tile, batch) < time(best, batch)) {
        best = tile;
      }
    }
    return best;
  }

  /** An estimate for each term: how long the multiprocessor with the most groups takes. */
  private double time(Tile tile, long batch) {
    long rounds = Math.ceilDiv(groups.of(tile, batch), MULTIPROCESSORS);
    return tile.work(terms) * Math.max(LEAST_ROUNDS, rounds);
  }
}
