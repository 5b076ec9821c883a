package bb.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Which parts of a network something is mostly due to. */
public final class Shares {
  /** Parts that are named: more say little. */
  private static final int NAMED = 3;

  private Shares() {}

  /** What a layer has of it. */
  public record Share(String path, long amount) {}

  /** Equal parts, which differ in a number of their names only, and what they have together. */
  private record Part(String name, int times, long amount) {}

  /**
   * The parts that have the most, the most first: {@code `layer3.*` ×6 7,098,368; `fc` 2,049,000}.
   * A part is what layers stand in: a block's scope, or a layer that stands in none. Layers that
   * all stand in one are parts themselves.
   */
  public static String largest(List<Share> shares) {
    List<Part> parts = parts(shares, Shares::scope);
    if (parts.size() == 1 && parts.getFirst().times == 1) {
      parts = parts(shares, path -> path);
    }
    return parts.stream()
        .sorted(Comparator.comparingLong(part -> -part.amount))
        .limit(NAMED)
        .map(part ->
            "`%s`%s %s"
                .formatted(
                    part.name,
                    part.times == 1 ? "" : " ×" + part.times,
                    String.format(Locale.ROOT, "%,d", part.amount)))
        .collect(Collectors.joining("; "));
  }

  private static String scope(String path) {
    int end = path.lastIndexOf('.');
    return end < 0 ? path : path.substring(0, end);
  }

  /** Those that have any of it. */
  private static List<Part> parts(List<Share> shares, UnaryOperator<String> placeOf) {
    Map<String, Long> sums = new LinkedHashMap<>();
    Map<String, Set<String>> places = new LinkedHashMap<>();
    for (Share share : shares) {
      String place = placeOf.apply(share.path());
      String part = place.replaceAll("(?<=\\.)\\d+(?=\\.|$)", "*");
      sums.merge(part, share.amount(), Math::addExact);
      places.computeIfAbsent(part, _ -> new LinkedHashSet<>()).add(place);
    }
    List<Part> parts = new ArrayList<>();
    sums.forEach((pattern, amount) -> {
      Set<String> all = places.get(pattern);
      String name = all.size() == 1 ? all.iterator().next() : pattern;
      parts.add(new Part(name, all.size(), amount));
    });
    return parts.stream().filter(part -> part.amount > 0).toList();
  }
}
