package bb.runtime.cpu;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which chunks of an operation nobody has taken yet, in as many parts as there are members. Each
 * part is one word: the next chunk, the last, and the number of the offer, so that no word is ever
 * there twice and whoever comes late with an old one takes nothing.
 */
final class Shares {
  /** In the number of a chunk. */
  private static final int BITS = 12;

  /** Chunks of an offer, at the most. */
  static final int MOST = (1 << BITS) - 1;

  /** Words that two members write are in cache lines of their own, and those next to them. */
  private static final int STRIDE = 16;

  private final int parts;
  private final AtomicLongArray words;

  /** The number of the last offer; written by one member at a time. */
  private long offer;

  Shares(int parts) {
    this.parts = parts;
    this.words = new AtomicLongArray((parts + 1) * STRIDE);
  }

  /** Offers chunks 0 to {@code chunks}, once all that were offered before have been taken. */
  void offer(int chunks) {
    offer++;
    for (int part = 0; part < parts; part++) {
      long next = (long) chunks * part / parts;
      long end = (long) chunks * (part + 1) / parts;
      words.set((part + 1) * STRIDE, offer << 2 * BITS | end << BITS | next);
    }
  }

  /** A chunk that is the caller's from now on, if possible of its own part; -1 if none is left. */
  int take(int part) {
    for (int i = 0; i < parts; i++) {
      int at = ((part + i) % parts + 1) * STRIDE;
      long word = words.get(at);
      while (next(word) < end(word)) {
        if (words.compareAndSet(at, word, word + 1)) {
          return next(word);
        }
        word = words.get(at);
      }
    }
    return -1;
  }

  private static int next(long word) {
    return (int) word & MOST;
  }

  private static int end(long word) {
    return (int) (word >>> BITS) & MOST;
  }
}
