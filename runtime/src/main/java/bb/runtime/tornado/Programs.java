package bb.runtime.tornado;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The programs of a network that are kept, of several batch sizes: to make one takes seconds, to
 * run it milliseconds. As many are kept as fit into memory together, and a few at most; those go
 * first that were not used for longest. Not thread-safe.
 */
final class Programs {
  /** A program is more than its arrays: kernels in the driver, and what TornadoVM knows of them. */
  private static final int MOST = 4;

  /** A batch runs in a program that is made for up to so many times more examples, or fewer. */
  private static final int NEAR = 2;

  private final DeviceNetwork network;

  /** By batch size; what was not used for longest is first. */
  private final SequencedMap<Integer, DeviceProgram> kept = new LinkedHashMap<>();

  Programs(DeviceNetwork network) {
    this.network = network;
  }

  /**
   * How many examples of a batch to run at a time, if at most {@code most} are: all, if there is a
   * program for them, or none that is near.
   */
  int size(int batch, int most) {
    int parts = Math.ceilDiv(batch, most);
    int whole = Math.ceilDiv(batch, parts);
    return kept.containsKey(whole) ? whole : nearest(whole).orElse(whole);
  }

  /** The kept size in which the fewest examples are computed in vain; the larger of two such. */
  private Optional<Integer> nearest(int batch) {
    Optional<Integer> best = Optional.empty();
    for (int size : kept.keySet()) {
      if (size <= NEAR * batch && batch <= NEAR * size && isBetter(size, best, batch)) {
        best = Optional.of(size);
      }
    }
    return best;
  }

  private static boolean isBetter(int size, Optional<Integer> best, int batch) {
    if (best.isEmpty()) {
      return true;
    }
    int wasted = Math.ceilDiv(batch, size) * size;
    int before = Math.ceilDiv(batch, best.get()) * best.get();
    return wasted < before || wasted == before && size > best.get();
  }

  /** Whether there is a program for batches of exactly so many examples. */
  boolean has(int batch) {
    return kept.containsKey(batch);
  }

  /** The program for batches of exactly so many examples. */
  DeviceProgram open(int batch) {
    DeviceProgram known = kept.get(batch);
    if (known != null) {
      kept.putLast(batch, known);
      return known;
    }
    while (!kept.isEmpty() && !hasRoom(batch)) {
      kept.pollFirstEntry().getValue().close();
    }
    DeviceProgram made = network.open(batch);
    kept.putLast(batch, made);
    return made;
  }

  private boolean hasRoom(int batch) {
    List<Integer> all = new ArrayList<>(kept.keySet());
    all.add(batch);
    return all.size() <= MOST && Budget.fit(network, all);
  }

  /** Closes all but the one that was used last; whether there were any. */
  boolean makeRoom() {
    boolean any = kept.size() > 1;
    while (kept.size() > 1) {
      kept.pollFirstEntry().getValue().close();
    }
    return any;
  }

  /** The program that was used last. */
  Optional<DeviceProgram> last() {
    return kept.isEmpty() ? Optional.empty() : Optional.of(kept.lastEntry().getValue());
  }

  /** Gives all of them up, in whatever state they are. */
  void abandon(Throwable failure) {
    Collection<DeviceProgram> broken = List.copyOf(kept.values());
    kept.clear();
    for (DeviceProgram program : broken) {
      try {
        program.close();
      } catch (RuntimeException | Error e) {
        failure.addSuppressed(e);
      }
    }
  }
}
