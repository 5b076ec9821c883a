package bb.importing.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What windows hand on to those behind them, and to what is outside, as elements of tables. */
final class Carried {
  private static final List<String> TABLES = List.of("x", "y", "z", "w", "v", "u");

  private final List<Window> windows;
  private final Map<String, Integer> everywhere;
  private final Set<String> bound;
  private final Set<String> names;
  private final Map<String, Tables.Element> known;

  /**
   * @param everywhere how often each name stands
   * @param bound names that mean nothing outside
   * @param names what means something already
   * @param known names that are elements already
   */
  Carried(
      List<Window> windows,
      Map<String, Integer> everywhere,
      Set<String> bound,
      Set<String> names,
      Map<String, Tables.Element> known) {
    this.windows = windows;
    this.everywhere = everywhere;
    this.bound = bound;
    this.names = new HashSet<>(names);
    this.known = known;
  }

  /** Nothing if windows read what no table can have. */
  Optional<Map<String, Tables.Element>> elements() {
    Set<List<String>> handed = handed();
    Map<List<String>, String> heads = new HashMap<>();
    for (List<String> column : columns()) {
      if (column.stream().distinct().count() == 1 || isLocal(column) || handed.contains(column)) {
        continue;
      }
      Optional<List<String>> source =
          handed.stream()
              .filter(h -> h.subList(0, h.size() - 1).equals(column.subList(1, column.size())))
              .findFirst();
      if (source.isEmpty()) {
        if (!column.stream().allMatch(known::containsKey)) {
          return Optional.empty();
        }
        continue;
      }
      String head = heads.putIfAbsent(source.get(), column.getFirst());
      if (head != null && !head.equals(column.getFirst())) {
        return Optional.empty();
      }
    }
    Map<String, Tables.Element> all = new HashMap<>();
    for (List<String> column : handed) {
      Optional<Tables.Element> last = before(Optional.ofNullable(heads.get(column)), all);
      if (last.isEmpty()) {
        return Optional.empty();
      }
      for (int i = 0; i < column.size(); i++) {
        String name = column.get(i);
        if (!bound.contains(name) || known.containsKey(name)) {
          return Optional.empty();
        }
        all.put(name, new Tables.Element(last.get().table(), last.get().index() + 1 + i));
      }
    }
    return Optional.of(all);
  }

  /** Where the table is that goes on, or begins, with what the windows hand on. */
  private Optional<Tables.Element> before(Optional<String> head, Map<String, Tables.Element> all) {
    if (head.isPresent() && known.containsKey(head.get())) {
      Tables.Element element = known.get(head.get());
      boolean last =
          known.values().stream()
              .noneMatch(e -> e.table().equals(element.table()) && e.index() > element.index());
      return Optional.of(element).filter(_ -> last);
    }
    String table = TABLES.stream().filter(t -> !names.contains(t)).findFirst().orElse("");
    names.add(table);
    if (table.isEmpty() || head.isPresent() && !bound.contains(head.get())) {
      return Optional.empty();
    }
    head.ifPresent(name -> all.put(name, new Tables.Element(table, 0)));
    return Optional.of(new Tables.Element(table, head.isPresent() ? 0 : -1));
  }

  /** The names in one place of all windows. */
  private List<List<String>> columns() {
    return IntStream.range(0, windows.getFirst().slots().uses().size())
        .mapToObj(place -> windows.stream().map(w -> w.slots().uses().get(place)).toList())
        .distinct()
        .toList();
  }

  /** Whether each window gives the name itself, and nothing outside reads it. */
  private boolean isLocal(List<String> column) {
    return IntStream.range(0, windows.size())
        .allMatch(i -> {
          Slots slots = windows.get(i).slots();
          String name = column.get(i);
          return slots.bound().contains(name)
              && slots.counts().get(name).equals(everywhere.get(name));
        });
  }

  /** What windows give names that something outside reads. */
  private Set<List<String>> handed() {
    List<List<String>> all = new ArrayList<>();
    for (List<String> column : columns()) {
      boolean given =
          IntStream.range(0, windows.size())
              .allMatch(i -> windows.get(i).slots().bound().contains(column.get(i)));
      if (given && !isLocal(column)) {
        all.add(column);
      }
    }
    return new LinkedHashSet<>(all);
  }
}
