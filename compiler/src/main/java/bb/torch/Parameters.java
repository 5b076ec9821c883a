package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Member;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The numbers in which drafts of one form differ, as the parameters of a class. They have the names
 * that the block gives them, where it has such a number or one that they are a multiple of.
 */
final class Parameters {
  private static final long MOST_TIMES = 16;

  /** The values of each parameter: one for each draft. */
  private final Map<String, List<Object>> columns = new LinkedHashMap<>();

  /** For each number of the form, in order: what stands in its place, if it differs. */
  private final List<Optional<Py>> places = new ArrayList<>();

  private final Map<String, List<Object>> named;
  private final Set<String> kept = new LinkedHashSet<>();

  private Parameters(List<Draft> drafts) {
    this.named = named(drafts);
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
      places.add(
          column.stream().distinct().count() == 1
              ? Optional.empty()
              : Optional.of(parameter(column, hint)));
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

  /** The parameters that {@code forward} reads. */
  List<String> kept() {
    return names().stream().filter(kept::contains).toList();
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
  }

  private Py parameter(List<Object> column, String hint) {
    for (Map.Entry<String, List<Object>> known : columns.entrySet()) {
      if (known.getValue().equals(column)) {
        return Py.name(known.getKey());
      }
    }
    for (Map.Entry<String, List<Object>> source : named.entrySet()) {
      if (source.getValue().equals(column)) {
        return take(source.getKey(), column);
      }
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
    String name = Names.variable(hint);
    String unique = name;
    for (int i = 2; columns.containsKey(unique) || named.containsKey(unique); i++) {
      unique = name + i;
    }
    return take(unique, column);
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

  private interface Test {
    boolean holds(long value, long wanted);
  }

  private static boolean pairs(List<Object> values, List<Object> column, Test test) {
    for (int i = 0; i < column.size(); i++) {
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
    Iterator<Optional<Py>> next = places.iterator();
    UnaryOperator<Py> make =
        expression ->
            expression.replace(py -> py instanceof Py.Const ? next.next() : Optional.empty());
    UnaryOperator<Py> forward =
        expression ->
            expression.replace(
                py -> py instanceof Py.Const ? next.next().map(this::stored) : Optional.empty());
    return new Draft(
        draft.kind(),
        draft.doc(),
        draft.numbers(),
        draft.members().stream()
            .map(m -> new Member(m.path(), m.kind(), make.apply(m.make())))
            .toList(),
        draft.inputs(),
        draft.inputNames(),
        draft.steps().stream()
            .map(step -> Classes.with(step, forward.apply(step.value())))
            .toList(),
        draft.results().stream().map(forward).toList(),
        draft.sequential());
  }

  /** A parameter as {@code forward} reads it. */
  private Py stored(Py place) {
    return place.replace(py -> {
      if (py instanceof Py.Name(var name) && columns.containsKey(name)) {
        kept.add(name);
        return Optional.of(Py.name("self." + name));
      }
      return Optional.empty();
    });
  }
}
