package bb.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/** Changes of layers at their places: what is the same in several calls of a block is said once. */
final class Places {
  private final Version before;
  private final Version after;
  private final Map<Place, Sum> sums = new LinkedHashMap<>();

  Places(Version before, Version after) {
    this.before = before;
    this.after = after;
  }

  /**
   * @param step the last part of the layer's name, or all of it outside of blocks
   */
  private record Place(ChangeClass kind, String block, String step, String what) {}

  private static final class Sum {
    private final SequencedSet<String> texts = new LinkedHashSet<>();
    private int count;
  }

  void add(ChangeClass kind, Version version, int index, Written written) {
    String block = version.blocks().get(index);
    String path = version.node(index).path();
    String step = block.isEmpty() ? path : path.substring(path.lastIndexOf('.') + 1);
    Sum sum = sums.computeIfAbsent(new Place(kind, block, step, written.what()), _ -> new Sum());
    sum.count++;
    sum.texts.add(written.text());
  }

  boolean said(ChangeClass kind) {
    return sums.keySet().stream().anyMatch(place -> place.kind() == kind);
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    sums.forEach((place, sum) -> changes.add(new Change(place.kind(), text(place, sum))));
    return changes;
  }

  private String text(Place place, Sum sum) {
    String first = sum.texts.getFirst();
    String what = sum.texts.size() == 1 ? first : "%s, such as %s".formatted(place.what(), first);
    String text = place.step() + ": " + what;
    if (place.block().isEmpty()) {
      return text;
    }
    long calls = Math.max(before.calls(place.block()), after.calls(place.block()));
    String where =
        calls == 1
            ? "in `%s`".formatted(place.block())
            : sum.count == calls
                ? "in all %d `%s`s".formatted(calls, place.block())
                : "in %d of %d `%s`s".formatted(sum.count, calls, place.block());
    return where + ", " + text;
  }
}
