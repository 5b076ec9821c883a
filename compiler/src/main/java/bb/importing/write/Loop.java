package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Windows that are alike as one, which says what they differ in: a rule of what counts them, or a
 * table.
 */
record Loop(Optional<Ast.Pattern> pattern, Ast.Expr range, List<Ast.Statement> body) {
  private static final int LONGEST_TABLE = 80;

  /**
   * Nothing if they do not go on a table.
   *
   * @param names what means something already
   */
  static Optional<Loop> of(List<Window> windows, Set<String> names) {
    Window first = windows.getFirst();
    List<List<Long>> columns =
        IntStream.range(0, first.numbers().size())
            .mapToObj(place -> windows.stream().map(w -> w.numbers().get(place)).toList())
            .toList();
    List<List<Long>> moving =
        columns.stream().filter(c -> c.stream().distinct().count() > 1).distinct().toList();
    if (moving.isEmpty()) {
      return Optional.of(
          new Loop(Optional.empty(), Make.integer(windows.size()), statements(first)));
    }
    return counted(windows, columns, moving, names)
        .or(() -> table(windows, columns, moving, names));
  }

  boolean isTable() {
    return range instanceof Ast.ListExpr;
  }

  Ast.Action repeat() {
    return Make.repeat(false, pattern, range, body);
  }

  /** One that makes all that flows. */
  Ast.Action collect() {
    return Make.repeat(true, pattern, range, body);
  }

  private static List<Ast.Statement> statements(Window window) {
    return window.parts().stream().map(Window.Part::statement).toList();
  }

  private static Optional<Loop> counted(
      List<Window> windows, List<List<Long>> columns, List<List<Long>> moving, Set<String> names) {
    Window first = windows.getFirst();
    Optional<List<Long>> counter =
        moving.stream().filter(c -> new Column(c).isCounted()).findFirst();
    if (counter.isEmpty()) {
      return Optional.empty();
    }
    long begin = counter.get().getFirst();
    String name = fresh("i", first, names, List.of());
    Map<List<Long>, Ast.Expr> values = new HashMap<>();
    for (List<Long> column : moving) {
      Optional<Ast.Expr> rule = new Column(column).of(name, begin);
      if (rule.isEmpty()) {
        return Optional.empty();
      }
      values.put(column, rule.get());
    }
    return Optional.of(
        new Loop(
            Optional.of(Make.pattern(List.of(name))),
            Make.range(begin, begin + windows.size()),
            filled(first, columns, values)));
  }

  private static Optional<Loop> table(
      List<Window> windows, List<List<Long>> columns, List<List<Long>> moving, Set<String> names) {
    int width =
        moving.stream().flatMap(List::stream).mapToInt(n -> n.toString().length() + 2).sum();
    if (width > LONGEST_TABLE) {
      return Optional.empty();
    }
    Window first = windows.getFirst();
    Map<List<Long>, Ast.Expr> values = new HashMap<>();
    List<String> variables = new ArrayList<>();
    for (List<Long> column : moving) {
      int place = columns.indexOf(column);
      String name = fresh(first.slots().says(place), first, names, variables);
      variables.add(name);
      values.put(column, Make.reference(name));
    }
    List<Ast.Expr> rows =
        IntStream.range(0, windows.size())
            .mapToObj(row -> {
              List<Ast.Expr> cells = moving.stream().map(c -> Make.integer(c.get(row))).toList();
              return cells.size() == 1 ? cells.getFirst() : Make.tuple(cells);
            })
            .toList();
    return Optional.of(
        new Loop(
            Optional.of(Make.pattern(variables)), Make.list(rows), filled(first, columns, values)));
  }

  private static List<Ast.Statement> filled(
      Window window, List<List<Long>> columns, Map<List<Long>, Ast.Expr> values) {
    return window.slots().filled(place -> Optional.ofNullable(values.get(columns.get(place))));
  }

  private static String fresh(String base, Window window, Set<String> names, List<String> others) {
    Set<String> inside = window.slots().names();
    String name = base;
    for (int i = 2; names.contains(name) || inside.contains(name) || others.contains(name); i++) {
      name = base + i;
    }
    return name;
  }
}
