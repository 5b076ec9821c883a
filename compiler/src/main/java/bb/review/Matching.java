package bb.review;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which elements of one list are which of another, in the order of both: as many as possible in
 * lists of a few thousand. Longer ones, of which that would take the product of their lengths, are
 * held together by what each has once, as in a patience diff.
 */
final class Matching {
  /** Of the lengths of two lists that Myers' algorithm is given. */
  private static final long MOST = 4_000_000;

  private Matching() {}

  /** An element of each list, by their places. */
  record Pair(int old, int now) {}

  static List<Pair> of(List<String> old, List<String> now) {
    int shorter = Math.min(old.size(), now.size());
    int head = 0;
    while (head < shorter && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < head; i++) {
      pairs.add(new Pair(i, i));
    }
    List<String> oldMiddle = old.subList(head, old.size() - tail);
    List<String> nowMiddle = now.subList(head, now.size() - tail);
    boolean few = (long) oldMiddle.size() * nowMiddle.size() <= MOST;
    for (Pair pair : few ? all(oldMiddle, nowMiddle) : anchored(oldMiddle, nowMiddle)) {
      pairs.add(new Pair(head + pair.old, head + pair.now));
    }
    for (int i = tail; i > 0; i--) {
      pairs.add(new Pair(old.size() - i, now.size() - i));
    }
    return pairs;
  }

  private static List<Pair> all(List<String> old, List<String> now) {
    List<Pair> pairs = new ArrayList<>();
    int at = 0;
    int other = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(old, now).getDeltas()) {
      while (at < delta.getSource().getPosition()) {
        pairs.add(new Pair(at++, other++));
      }
      at += delta.getSource().size();
      other += delta.getTarget().size();
    }
    while (at < old.size()) {
      pairs.add(new Pair(at++, other++));
    }
    return pairs;
  }

  /** Those between two anchors that follow the first of them are pairs, too. */
  private static List<Pair> anchored(List<String> old, List<String> now) {
    List<Pair> pairs = new ArrayList<>();
    List<Pair> anchors = anchors(old, now);
    for (int i = 0; i < anchors.size(); i++) {
      Pair end = i + 1 < anchors.size() ? anchors.get(i + 1) : new Pair(old.size(), now.size());
      int at = anchors.get(i).old;
      int other = anchors.get(i).now;
      while (at < end.old && other < end.now && old.get(at).equals(now.get(other))) {
        pairs.add(new Pair(at++, other++));
      }
    }
    return pairs;
  }

  /** The longest chain of elements that both lists have once, in the order of both. */
  private static List<Pair> anchors(List<String> old, List<String> now) {
    Map<String, Integer> inOld = once(old);
    Map<String, Integer> inNow = once(now);
    List<Pair> common = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      Integer other = inNow.get(old.get(i));
      if (other != null && inOld.containsKey(old.get(i))) {
        common.add(new Pair(i, other));
      }
    }
    // the last element of the chains of each length, and what comes before each element
    List<Integer> ends = new ArrayList<>();
    int[] before = new int[common.size()];
    for (int i = 0; i < common.size(); i++) {
      int low = 0;
      int high = ends.size();
      while (low < high) {
        int middle = (low + high) / 2;
        if (common.get(ends.get(middle)).now < common.get(i).now) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low == 0 ? -1 : ends.get(low - 1);
      if (low == ends.size()) {
        ends.add(i);
      } else {
        ends.set(low, i);
      }
    }
    List<Pair> chain = new ArrayList<>();
    for (int i = ends.isEmpty() ? -1 : ends.getLast(); i >= 0; i = before[i]) {
      chain.add(common.get(i));
    }
    return chain.reversed();
  }

  /** The places of the elements that a list has once. */
  private static Map<String, Integer> once(List<String> list) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      places.merge(list.get(i), i, (_, _) -> -1);
    }
    places.values().removeIf(place -> place < 0);
    return places;
  }
}
