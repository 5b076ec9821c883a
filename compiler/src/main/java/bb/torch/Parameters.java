package bb.torch;

import bb.python.Py;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The numbers in which drafts of one form differ, as the parameters of a class. They have the names
 * that the block gives them, where it has such a number or one that they are a multiple of.
 */
final class Parameters {
  private static final long MOST_TIMES = 16;

  /** How many numbers that are a sum or a square are so by no accident. */
  private static final int TELLING = 3;

  /** The values of each parameter: one for each draft. */
  private final Map<String, List<Object>> columns = new LinkedHashMap<>();

  /** For each number of the form, in order: what stands in its place. */
  private final List<Py> places = new ArrayList<>();

  private final Map<String, List<Object>> named;
  private final Set<String> kept = new LinkedHashSet<>();
  private final Set<String> members;

  private Parameters(List<Draft> drafts) {
    this.named = named(drafts);
    this.members =
        drafts.getFirst().members().stream()
            .map(member -> member.path().split("\\.")[0])
            .collect(Collectors.toSet());
    for (String word : Words.of(drafts.getFirst())) {
      List<Object> column = named.get(word);
      if (column.stream().distinct().count() > 1) {
        take(word, column);
        kept.add(word);
      }
    }
    List<Iterator<Py.Const>> each =
        drafts.stream().map(draft -> constants(draft).iterator()).toList();
    while (each.getFirst().hasNext()) {
      List<Object> column = new ArrayList<>();
      String hint = "";
      for (Iterator<Py.Const> constants : each) {
        Py.Const constant = constants.next();
        column.add(constant.value());
        hint = constant.hint();
      }
      List<Object> distinct = column.stream().filter(v -> !Absent.is(v)).distinct().toList();
      places.add(
          switch (distinct.size()) {
            case 0 -> Py.of(Absent.ABSENT, hint);
            case 1 -> Py.of(distinct.getFirst(), hint);
            default -> parameter(column, hint);
          });
    }
    order();
  }

  static Parameters of(List<Draft> drafts) {
    return new Parameters(drafts);
  }

  List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** The values for one of the drafts. */
  List<Object> values(int draft) {
    return columns.values().stream().map(column -> column.get(draft)).toList();
  }

  /** The parameters that {@code forward} reads, by what it calls them. */
  SequencedMap<String, String> kept() {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    names().stream().filter(kept::contains).forEach(name -> all.put(attribute(name), name));
    return all;
  }

  private String attribute(String name) {
    return members.contains(name) || Names.isTaken(name) ? name + "_" : name;
  }

  /** With what a parameter is left out: where there are parts without it. */
  Optional<Object> omitted(String name) {
    List<Object> column = columns.get(name);
    if (column.stream().anyMatch(Absent::is)) {
      return Optional.of(Absent.ABSENT);
    }
    return flags(column) ? Optional.of(false) : Optional.empty();
  }

  /** What the block calls numbers, of all drafts. */
  private static Map<String, List<Object>> named(List<Draft> drafts) {
    Map<String, List<Object>> named = new LinkedHashMap<>();
    for (String name : drafts.getFirst().numbers().keySet()) {
      if (drafts.stream().allMatch(draft -> draft.numbers().containsKey(name))) {
        named.put(name, drafts.stream().map(draft -> draft.numbers().get(name)).toList());
      }
    }
    return named;
  }

  /** Those of the source first, in its order. */
  private void order() {
    Map<String, List<Object>> found = new LinkedHashMap<>(columns);
    columns.clear();
    named.keySet().stream()
        .map(Names::variable)
        .filter(found::containsKey)
        .forEach(name -> columns.put(name, found.get(name)));
    found.forEach(columns::putIfAbsent);
    // those that may be left out stand last
    found.keySet().stream()
        .filter(name -> omitted(name).isPresent())
        .forEach(name -> columns.put(name, columns.remove(name)));
  }

  private Py parameter(List<Object> column, String hint) {
    for (Map.Entry<String, List<Object>> known : columns.entrySet()) {
      if (known.getValue().equals(column)) {
        return Py.name(known.getKey());
      }
    }
    boolean partial = column.stream().anyMatch(Absent::is);
    for (Map.Entry<String, List<Object>> source : named.entrySet()) {
      if (Absent.agree(source.getValue(), column)) {
        return take(source.getKey(), source.getValue());
      }
    }
    for (Map.Entry<String, List<Object>> source : named.entrySet()) {
      boolean telling = source.getValue().stream().distinct().count() >= TELLING;
      boolean known = telling || columns.containsKey(Names.variable(source.getKey()));
      for (long least = 0; flags(column) && known && least <= (telling ? 1 : 0); least++) {
        if (isAbove(source.getValue(), least, column)) {
          return take(source.getKey(), source.getValue()).with(">", Py.of(least, "least"));
        }
      }
    }
    for (Map.Entry<String, List<Object>> known : columns.entrySet()) {
      if ((partial || known.getValue().stream().anyMatch(Absent::is))
          && !flags(column)
          && Absent.agree(known.getValue(), column)) {
        known.setValue(Absent.joined(known.getValue(), column));
        return Py.name(known.getKey());
      }
    }
    for (Map.Entry<String, List<Object>> source : named.entrySet()) {
      Optional<Py> longer = longer(source.getKey(), source.getValue(), column);
      if (longer.isPresent()) {
        take(source.getKey(), source.getValue());
        return longer.get();
      }
    }
    if (hint.equals("dim")) {
      // axes are counted, and no multiple of anything
      return take(unused(hint), column);
    }
    for (Map.Entry<String, List<Object>> source : named.entrySet()) {
      Optional<Py> multiple = multiple(source.getKey(), source.getValue(), column);
      if (multiple.isPresent()) {
        take(source.getKey(), source.getValue());
        return multiple.get();
      }
    }
    for (Map.Entry<String, List<Object>> known : columns.entrySet()) {
      Optional<Py> multiple = multiple(known.getKey(), known.getValue(), column);
      if (multiple.isPresent()) {
        return multiple.get();
      }
    }
    for (Map.Entry<String, List<Object>> source : named.entrySet()) {
      Optional<Py> near = near(source.getKey(), source.getValue(), column);
      if (near.isPresent()) {
        take(source.getKey(), source.getValue());
        return near.get();
      }
    }
    return take(unused(hint), column);
  }

  private String unused(String hint) {
    String name = Names.variable(hint);
    String unique = name;
    for (int i = 2; columns.containsKey(unique) || named.containsKey(unique); i++) {
      unique = name + i;
    }
    return unique;
  }

  private static boolean flags(List<Object> column) {
    return column.stream().anyMatch(Boolean.class::isInstance);
  }

  private Py take(String name, List<Object> column) {
    columns.put(Names.variable(name), column);
    return Py.name(Names.variable(name));
  }

  /** {@code 4 * width}, or {@code width // 2}. */
  private static Optional<Py> multiple(String name, List<Object> values, List<Object> column) {
    Py variable = Py.name(Names.variable(name));
    for (long times = 2; times <= MOST_TIMES; times++) {
      long by = times;
      if (pairs(values, column, (value, wanted) -> value * by == wanted)) {
        return Optional.of(Py.of(by, "times").with("*", variable));
      }
      if (pairs(
          values,
          column,
          (value, wanted) -> wanted > 0 && value % by == 0 && value / by == wanted)) {
        return Optional.of(variable.with("//", Py.of(by, "by")));
      }
    }
    return pairs(values, column, (value, wanted) -> value % 2 == 1 && value / 2 == wanted)
        ? Optional.of(variable.with("//", Py.of(2L, "by")))
        : Optional.empty();
  }

  /**
   * {@code rows - 1}, {@code rows * rows} or {@code d ** -0.5}, of numbers that are enough to tell.
   */
  private static Optional<Py> near(String name, List<Object> values, List<Object> column) {
    List<Object> wanted = column.stream().filter(value -> !Absent.is(value)).distinct().toList();
    int first = column.indexOf(wanted.getFirst());
    if (wanted.size() < TELLING || !(values.get(first) instanceof Long from)) {
      return Optional.empty();
    }
    Py variable = Py.name(Names.variable(name));
    if (isRoot(values, column)) {
      return Optional.of(variable.with("**", Py.of(-0.5, "power")));
    }
    if (!(wanted.getFirst() instanceof Long to)) {
      return Optional.empty();
    }
    long more = to - from;
    if (pairs(values, column, (value, number) -> value + more == number)) {
      return Optional.of(variable.with(more < 0 ? "-" : "+", Py.of(Math.abs(more), "more")));
    }
    return pairs(values, column, (value, number) -> value * value == number)
        ? Optional.of(variable.with("*", variable))
        : Optional.empty();
  }

  private static boolean isRoot(List<Object> values, List<Object> column) {
    for (int i = 0; i < column.size(); i++) {
      boolean root =
          Absent.is(column.get(i))
              || values.get(i) instanceof Long value
                  && column.get(i) instanceof Double number
                  && number == 1 / Math.sqrt(value);
      if (!root) {
        return false;
      }
    }
    return true;
  }

  /** Whether something is there where a number is not its least. */
  private static boolean isAbove(List<Object> values, long least, List<Object> flags) {
    for (int i = 0; i < flags.size(); i++) {
      if (!(values.get(i) instanceof Long value)
          || value < least
          || flags.get(i) instanceof Boolean flag && flag != value > least) {
        return false;
      }
    }
    return true;
  }

  /** {@code f"{name}_0"}. */
  private static Optional<Py> longer(String name, List<Object> words, List<Object> column) {
    if (!(words.getFirst() instanceof String word)
        || word.isEmpty()
        || !(column.getFirst() instanceof String first)
        || !first.contains(word)) {
      return Optional.empty();
    }
    int at = first.indexOf(word);
    String before = first.substring(0, at);
    String behind = first.substring(at + word.length());
    for (int i = 0; i < column.size(); i++) {
      if (!column.get(i).equals(before + words.get(i) + behind)) {
        return Optional.empty();
      }
    }
    return Optional.of(Py.name(Words.made(before + "{" + Names.variable(name) + "}" + behind)));
  }

  private interface Test {
    boolean holds(long value, long wanted);
  }

  private static boolean pairs(List<Object> values, List<Object> column, Test test) {
    for (int i = 0; i < column.size(); i++) {
      if (Absent.is(column.get(i))) {
        continue;
      }
      if (!(values.get(i) instanceof Long value)
          || !(column.get(i) instanceof Long wanted)
          || !test.holds(value, wanted)) {
        return false;
      }
    }
    return true;
  }

  private static List<Py.Const> constants(Draft draft) {
    List<Py.Const> all = new ArrayList<>();
    draft
        .expressions()
        .forEach(expression ->
            expression.replace(py -> {
              if (py instanceof Py.Const constant) {
                all.add(constant);
              }
              return Optional.empty();
            }));
    return all;
  }

  /** A draft with parameters in the place of numbers. */
  Draft applied(Draft draft) {
    Draft whole = draft;
    for (String word : Words.of(draft)) {
      if (!columns.containsKey(word)) {
        whole = Words.with(whole, word, (String) draft.numbers().get(word));
      }
    }
    return parameterized(whole);
  }

  private Draft parameterized(Draft draft) {
    Iterator<Py> next = places.iterator();
    UnaryOperator<Py> make =
        expression ->
            expression.replace(
                py -> py instanceof Py.Const ? Optional.of(next.next()) : Optional.empty());
    return draft.map(
        make,
        expression ->
            expression.replace(py ->
                py instanceof Py.Const ? Optional.of(stored(next.next())) : Optional.empty()));
  }

  /** A parameter as {@code forward} reads it. */
  private Py stored(Py place) {
    return place.replace(py -> {
      if (py instanceof Py.Name(var name) && columns.containsKey(name)) {
        kept.add(name);
        return Optional.of(Py.name("self." + attribute(name)));
      }
      return Optional.empty();
    });
  }
}
