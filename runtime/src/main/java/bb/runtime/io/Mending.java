package bb.runtime.io;

import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.ModelInfo.Rename;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the rules by which names that a file has become those that a network needs: a prefix that
 * all have, parts that have another name, and what is left over.
 */
final class Mending {
  /** Names that are looked at closely: nothing new is in the others. */
  private static final int SEARCHED = 200;

  /** Rules of a kind: with more the file is another network's. */
  private static final int MOST = 12;

  private final Map<String, List<Integer>> missing;
  private final Map<String, List<Integer>> extra;
  private final Set<String> known;

  /** What both have: no rule may change these names. */
  private final Set<String> fitting;

  /**
   * @param missing what the network needs and the file has not
   * @param extra what the file has and the network has not
   * @param known all names that the network has
   * @param fitting what both have
   */
  Mending(
      Map<String, List<Integer>> missing,
      Map<String, List<Integer>> extra,
      Set<String> known,
      Set<String> fitting) {
    this.missing = new LinkedHashMap<>(missing);
    this.extra = new LinkedHashMap<>(extra);
    this.known = known;
    this.fitting = fitting;
  }

  /** The rules, if there are any by which everything fits. */
  Optional<Checkpoint> rules() {
    List<String> prefixes = new ArrayList<>();
    List<Rename> renames = new ArrayList<>();
    if (!missing.isEmpty()) {
      prefix()
          .filter(prefix -> fitting.stream().noneMatch(name -> name.startsWith(prefix)))
          .ifPresent(prefix -> {
            prefixes.add(prefix);
            apply(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
          });
    }
    if (!missing.isEmpty() && fitting.isEmpty()) {
      outer().ifPresent(prefix -> renames.add(new Rename("*", prefix + "*")));
      renames.forEach(this::apply);
    }
    for (Rename rename : missing.isEmpty() ? List.<Rename>of() : parts()) {
      if (apply(rename)) {
        renames.add(rename);
      }
    }
    if (!missing.isEmpty() || renames.size() > MOST) {
      return Optional.empty();
    }
    List<String> ignored = patterns();
    return ignored.size() > MOST
        ? Optional.empty()
        : Optional.of(new Checkpoint(prefixes, ignored, renames));
  }

  /** Changes the names that are left over; whether fewer are missing then. */
  private boolean apply(Rename rename) {
    CheckpointNames names =
        new CheckpointNames(List.of(new Checkpoint(List.of(), List.of(), List.of(rename))));
    return fitting.stream().allMatch(name -> names.of(name).name().equals(name))
        && apply(name -> names.of(name).name());
  }

  private boolean apply(Function<String, String> change) {
    int before = missing.size();
    Map<String, List<Integer>> changed = new LinkedHashMap<>();
    extra.forEach((name, shape) -> {
      String now = change.apply(name);
      List<Integer> needed = missing.get(now);
      if (needed != null && needed.equals(shape)) {
        missing.remove(now);
      } else if (!known.contains(now) || needed != null) {
        changed.put(now, shape);
      }
    });
    extra.clear();
    extra.putAll(changed);
    return missing.size() < before;
  }

  /** What stands in the file before most of the names that are missing. */
  private Optional<String> prefix() {
    return mostFrequent(missing.keySet(), extra.keySet());
  }

  /** What stands in the network before most of the names that are left over. */
  private Optional<String> outer() {
    return mostFrequent(extra.keySet(), missing.keySet());
  }

  private static Optional<String> mostFrequent(Set<String> inner, Set<String> outer) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String name : inner.stream().limit(SEARCHED).toList()) {
      for (String longer : outer) {
        if (longer.endsWith("." + name)) {
          counts.merge(longer.substring(0, longer.length() - name.length()), 1, Integer::sum);
        }
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(e -> 2 * e.getValue() >= Math.min(inner.size(), SEARCHED))
        .map(Map.Entry::getKey);
  }

  private record Pair(String missing, String extra, int distance) {}

  /** Parts of names that differ between each missing name and the nearest one left over. */
  private List<Rename> parts() {
    Map<Rename, Integer> found = new HashMap<>();
    for (Pair pair : pairs()) {
      difference(pair.extra, pair.missing).ifPresent(r -> found.merge(r, 1, Integer::sum));
    }
    return found.entrySet().stream()
        .sorted(
            Map.Entry.<Rename, Integer>comparingByValue()
                .reversed()
                .thenComparing(e -> e.getKey().from())
                .thenComparing(e -> e.getKey().to()))
        .map(Map.Entry::getKey)
        .limit(4L * MOST)
        .toList();
  }

  /** Each name is used once, the nearest pairs first; a pair has the same shape. */
  private List<Pair> pairs() {
    Set<String> used = new LinkedHashSet<>();
    return missing.entrySet().stream()
        .limit(SEARCHED)
        .flatMap(m ->
            extra.entrySet().stream()
                .limit(SEARCHED)
                .filter(e -> e.getValue().equals(m.getValue()))
                .flatMap(e -> pair(m.getKey(), e.getKey())))
        .sorted(Comparator.comparingInt(Pair::distance))
        .filter(pair -> !used.contains(pair.missing) && !used.contains("\0" + pair.extra))
        .peek(pair -> used.addAll(List.of(pair.missing, "\0" + pair.extra)))
        .toList();
  }

  /** Names that are near to each other, or that differ in one part only. */
  private static Stream<Pair> pair(String missing, String extra) {
    int limit = Math.max(Nearest.limit(missing), 1);
    int distance = Nearest.distance(missing, extra, limit);
    return distance > limit && !differInOnePart(missing, extra)
        ? Stream.empty()
        : Stream.of(new Pair(missing, extra, distance));
  }

  private static boolean differInOnePart(String first, String second) {
    String[] a = first.split("\\.", -1);
    String[] b = second.split("\\.", -1);
    int same = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      same += a[i].equals(b[i]) ? 1 : 0;
    }
    return a.length == b.length && a.length > 1 && same == a.length - 1;
  }

  /** What is between the parts that two names have in common. */
  private static Optional<Rename> difference(String from, String to) {
    List<String> a = List.of(from.split("\\.", -1));
    List<String> b = List.of(to.split("\\.", -1));
    int least = Math.min(a.size(), b.size());
    int start = 0;
    while (start < least && a.get(start).equals(b.get(start))) {
      start++;
    }
    int end = 0;
    while (end < least - start && a.get(a.size() - 1 - end).equals(b.get(b.size() - 1 - end))) {
      end++;
    }
    if (start == a.size() - end || start == b.size() - end) {
      // a part more or less: said with the part before or behind it
      if (start > 0) {
        start--;
      } else if (end > 0) {
        end--;
      }
    }
    String old = String.join(".", a.subList(start, a.size() - end));
    String now = String.join(".", b.subList(start, b.size() - end));
    return old.isEmpty() || Glob.isPattern(old + now)
        ? Optional.empty()
        : Optional.of(new Rename(old, now));
  }

  /** Patterns of what is left over: numbers are any, and many under one name are one. */
  private List<String> patterns() {
    List<String> all = extra.keySet().stream().map(Mending::anyNumber).distinct().toList();
    if (all.size() <= MOST / 2) {
      return all;
    }
    Map<String, List<String>> first =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    name -> name.split("\\.", 2)[0], LinkedHashMap::new, Collectors.toList()));
    return first.entrySet().stream()
        .flatMap(e ->
            e.getValue().size() > 1 && !e.getKey().contains("*")
                ? Stream.of(e.getKey() + ".*")
                : e.getValue().stream())
        .toList();
  }

  private static String anyNumber(String name) {
    return Stream.of(name.split("\\.", -1))
        .map(part -> part.matches("[0-9]+") ? "*" : part)
        .collect(Collectors.joining("."));
  }
}
