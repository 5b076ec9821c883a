package bb.review;

import bb.graph.Graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * Which layer of one version is which of the other: first those of one name and kind, then, among
 * what lies between, those of one name, then those of one kind with the same arguments, then those
 * of one kind.
 */
final class Alignment {
  private final Version before;
  private final Version after;
  private final int[] partners;
  private final BitSet taken = new BitSet();

  private Alignment(Version before, Version after) {
    this.before = before;
    this.after = after;
    this.partners = new int[before.size()];
    Arrays.fill(partners, -1);
  }

  static Alignment of(Version before, Version after) {
    Alignment alignment = new Alignment(before, after);
    Range whole = new Range(0, before.size(), 0, after.size());
    alignment.match(
        List.of(whole),
        List.of(Alignment::name, Alignment::place, Node::call, n -> n.op().spec().name()));
    return alignment;
  }

  private static String name(Node node) {
    return node.path() + " " + node.op().spec().name();
  }

  /** What learns nothing is known by where it stands, whatever it is: relu may become silu. */
  private static String place(Node node) {
    return node.parameters().isEmpty() ? node.path() : name(node);
  }

  /** Layers of both versions that lie between two pairs. */
  private record Range(int from, int to, int otherFrom, int otherTo) {}

  private void match(List<Range> ranges, List<Function<Node, String>> keys) {
    List<Range> open = ranges;
    for (Function<Node, String> key : keys) {
      List<Range> left = new ArrayList<>();
      open.forEach(range -> left.addAll(match(range, key)));
      open = left;
    }
  }

  /** Pairs what has the same keys in the same order; what is left lies between the pairs. */
  private List<Range> match(Range range, Function<Node, String> key) {
    List<String> old = keys(before, range.from, range.to, key);
    List<String> now = keys(after, range.otherFrom, range.otherTo, key);
    List<Range> left = new ArrayList<>();
    int at = 0;
    int other = 0;
    for (Matching.Pair pair : Matching.of(old, now)) {
      leave(range, at, pair.old(), other, pair.now(), left);
      pair(range.from + pair.old(), range.otherFrom + pair.now());
      at = pair.old() + 1;
      other = pair.now() + 1;
    }
    leave(range, at, old.size(), other, now.size(), left);
    return left;
  }

  private static void leave(
      Range range, int from, int to, int otherFrom, int otherTo, List<Range> left) {
    if (from < to && otherFrom < otherTo) {
      left.add(
          new Range(
              range.from + from,
              range.from + to,
              range.otherFrom + otherFrom,
              range.otherFrom + otherTo));
    }
  }

  private static List<String> keys(Version version, int from, int to, Function<Node, String> key) {
    return version.graph().nodes().subList(from, to).stream().map(key).toList();
  }

  private void pair(int old, int now) {
    partners[old] = now;
    taken.set(now);
  }

  /** The layer of the later version, or −1. */
  int partner(int old) {
    return partners[old];
  }

  boolean isNew(int now) {
    return !taken.get(now);
  }
}
