package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes modules in a row as one that is repeated: {@code *[Layer(64 + 32 * i) for i in range(6)]}.
 */
final class Series {
  /** From how many on modules whose numbers grow, or take turns, are easier to read as one. */
  private static final int LEAST_GROWING = 4;

  /** What ends with a number. */
  private static final Pattern NUMBERED =
      Pattern.compile("(f\"[^\"]*|\"[^{}]*)[^0-9{}](0|[1-9][0-9]{0,5})\"");

  private static final String VARIABLE = "i";

  private Series() {}

  /** An expression with its lists of modules shortened. */
  static Py within(Py make) {
    return make.replace(py ->
        switch (py) {
          case Py.ListOf(var elements) -> Optional.of(new Py.ListOf(of(elements)));
          case Py.Call(Py.Name function, var arguments)
              when function.text().equals("nn.Sequential") ->
              Optional.of(
                  function.apply(
                      of(arguments.stream().map(Py.Arg::value).toList()).toArray(Py[]::new)));
          default -> Optional.empty();
        });
  }

  /** The elements of a list, shortened. */
  static List<Py> of(List<Py> elements) {
    List<Py> all = elements.stream().map(Series::within).toList();
    List<Py> shorter = new ArrayList<>();
    int from = 0;
    while (from < all.size()) {
      Py first = all.get(from);
      if (first instanceof Py.Repeated(var only, _, Py.Const(Long count, _)) && count == 1) {
        shorter.add(only);
        from++;
        continue;
      }
      int to = isModule(first) ? end(all, from) : from + 1;
      boolean equal = to - from > 1 && first.equals(all.get(from + 1));
      int turns = isModule(first) ? turns(all, from) : from;
      if (turns - from >= LEAST_GROWING && turns > to) {
        shorter.add(
            new Py.Repeated(
                inTurn(first, numbers(all.get(from + 1))),
                VARIABLE,
                Py.of((long) (turns - from), "depth")));
        from = turns;
        continue;
      }
      if (to - from < (equal ? 2 : LEAST_GROWING)) {
        shorter.add(first);
        from++;
        continue;
      }
      shorter.add(
          new Py.Repeated(
              equal ? first : growing(first, numbers(all.get(from + 1))),
              equal ? "_" : VARIABLE,
              Py.of((long) (to - from), "depth")));
      from = to;
    }
    return shorter;
  }

  private static boolean isModule(Py element) {
    return element instanceof Py.Call
        || element instanceof Py.If
        || element instanceof Py.Tuple(var pair)
            && pair.size() == 2
            && pair.getLast() instanceof Py.Call;
  }

  /** Behind the last element whose numbers differ as those of the first two. */
  private static int end(List<Py> elements, int from) {
    int to = from + 1;
    while (to < elements.size()
        && form(elements.get(from)).equals(form(elements.get(to)))
        && differences(elements, to).equals(differences(elements, from + 1))) {
      to++;
    }
    return to;
  }

  /** Behind the last element of those that are the first and the second in turn. */
  private static int turns(List<Py> elements, int from) {
    int to = from + 1;
    if (to == elements.size() || !form(elements.get(from)).equals(form(elements.get(to)))) {
      return from;
    }
    do {
      to++;
    } while (to < elements.size() && elements.get(to).equals(elements.get(to - 2)));
    return to;
  }

  private static Py inTurn(Py first, List<Long> second) {
    Py even = Py.name(VARIABLE).with("%", Py.of(2L, "turns")).with("==", Py.of(0L, "turn"));
    int[] at = {0};
    return first.replace(py ->
        number(py)
            .map(number -> {
              long other = second.get(at[0]++);
              return number == other ? py : new Py.If(even, py, Py.of(other, "other"));
            }));
  }

  private static List<Long> differences(List<Py> elements, int at) {
    List<Long> before = numbers(elements.get(at - 1));
    List<Long> own = numbers(elements.get(at));
    List<Long> differences = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      differences.add(own.get(i) - before.get(i));
    }
    return differences;
  }

  /** The element without its numbers. */
  private static String form(Py element) {
    return PyText.of(element.replace(py -> number(py).map(number -> Py.name(name(py, "_")))));
  }

  private static List<Long> numbers(Py element) {
    List<Long> numbers = new ArrayList<>();
    element.replace(py -> {
      number(py).ifPresent(numbers::add);
      return Optional.empty();
    });
    return numbers;
  }

  /** A number, or that of a name. */
  private static Optional<Long> number(Py py) {
    return switch (py) {
      case Py.Const(Long value, _) -> Optional.of(value);
      case Py.Name(var text) when NUMBERED.matcher(text).matches() ->
          Optional.of(Long.valueOf(text.replaceFirst(".*[^0-9]([0-9]+)\"$", "$1")));
      default -> Optional.empty();
    };
  }

  /** A name with something else in place of its number. */
  private static String name(Py py, String number) {
    return py instanceof Py.Name(var text)
        ? text.replaceFirst("[0-9]+\"$", "") + number + "\""
        : number;
  }

  private static Py growing(Py first, List<Long> second) {
    int[] at = {0};
    return first.replace(py ->
        number(py)
            .map(number -> {
              long step = second.get(at[0]++) - number;
              if (step == 0) {
                return py;
              }
              Py grown = grown(number, step);
              return py instanceof Py.Name
                  ? Py.name(formatted(name(py, "{" + PyText.of(grown) + "}")))
                  : grown;
            }));
  }

  private static String formatted(String text) {
    return text.startsWith("f") ? text : "f" + text;
  }

  private static Py grown(long number, long step) {
    Py variable = Py.name(VARIABLE);
    Py first = Py.of(number, "first");
    long size = Math.abs(step);
    Py steps = size == 1 ? variable : Py.of(size, "step").with("*", variable);
    if (step < 0) {
      return first.with("-", steps);
    }
    return number == 0 ? steps : size == 1 ? steps.with("+", first) : first.with("+", steps);
  }
}
