package bb.torch;

import bb.python.Py;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Brings two expressions of unlike modules into one form: what only one has stands under a
 * condition, which is a number like others, false for the module that has it not.
 */
final class Likeness {
  private final IntFunction<String> classes;
  private final IntFunction<String> kinds;

  /** The expressions of both in the same form. */
  record Both(Py one, Py other) {
    Both swapped() {
      return new Both(other, one);
    }
  }

  /** Lists of both in the same form, of which {@code matched} elements are in both. */
  record Lists(List<Py> one, List<Py> other, int matched) {}

  /** What two names are in both, if they are the same tensor. */
  interface Flows {
    Optional<Py> same(int one, int other);
  }

  private static final Flows NONE = (_, _) -> Optional.empty();

  /**
   * @param classes the class of a draft, which instances have in common
   * @param kinds what that is called
   */
  Likeness(IntFunction<String> classes, IntFunction<String> kinds) {
    this.classes = classes;
    this.kinds = kinds;
  }

  Optional<Both> of(Py one, Py other) {
    return of(one, other, NONE);
  }

  Optional<Both> of(Py one, Py other, Flows flows) {
    return new Matching(flows).best(one, other).map(match -> new Both(match.one(), match.other()));
  }

  /**
   * Two expressions in one form.
   *
   * @param cost how unlike they were
   */
  private record Match(Py one, Py other, int cost) {
    Match swapped() {
      return new Match(other, one, cost);
    }
  }

  /** Finds the form in which two expressions differ least. */
  private final class Matching {
    private static final int NEUTRAL = 2;

    private final Flows flows;
    private final Map<Py, Map<Py, Optional<Match>>> known = new IdentityHashMap<>();

    Matching(Flows flows) {
      this.flows = flows;
    }

    Optional<Match> best(Py one, Py other) {
      Map<Py, Optional<Match>> row = known.computeIfAbsent(one, _ -> new IdentityHashMap<>());
      Optional<Match> found = row.get(other);
      if (found == null) {
        found = find(one, other);
        row.put(other, found);
      }
      return found;
    }

    private Optional<Match> find(Py one, Py other) {
      if (one instanceof Py.Const(var a, var hint) && other instanceof Py.Const(var b, _)) {
        boolean same = a.equals(b) || Absent.is(a) || Absent.is(b);
        return Optional.of(new Match(one, Py.of(b, hint), same ? 0 : 1));
      }
      if (one instanceof Py.Name && other instanceof Py.Name) {
        return names(one, other);
      }
      Optional<Integer> first = Skeleton.instance(one);
      Optional<Integer> second = Skeleton.instance(other);
      if (first.isPresent() || second.isPresent()) {
        return first.isPresent()
                && second.isPresent()
                && classes.apply(first.get()).equals(classes.apply(second.get()))
            ? Optional.of(new Match(one, other, 0))
            : Optional.empty();
      }
      if (one instanceof Py.Call a && other instanceof Py.Call b) {
        return calls(a, b);
      }
      return Stream.of(
              same(one, other), neutral(one, other), neutral(other, one).map(Match::swapped))
          .flatMap(Optional::stream)
          .min(Comparator.comparingInt(Match::cost));
    }

    private Optional<Match> names(Py one, Py other) {
      Optional<Integer> a = Skeleton.flow(one);
      Optional<Integer> b = Skeleton.flow(other);
      if (a.isPresent() && b.isPresent()) {
        return flows.same(a.get(), b.get()).map(both -> new Match(both, both, 0));
      }
      return one.equals(other) ? Optional.of(new Match(one, other, 0)) : Optional.empty();
    }

    /** Expressions of one operator. */
    private Optional<Match> same(Py one, Py other) {
      List<Py> ones = new ArrayList<>();
      List<Py> others = new ArrayList<>();
      Py first = parts(one, ones);
      if (!first.equals(parts(other, others)) || ones.size() != others.size()) {
        return Optional.empty();
      }
      return all(ones, others)
          .map(
              parts -> new Match(with(one, parts.one()), with(other, parts.other()), parts.cost()));
    }

    private Optional<Parts> all(List<Py> ones, List<Py> others) {
      List<Py> left = new ArrayList<>();
      List<Py> right = new ArrayList<>();
      int cost = 0;
      for (int i = 0; i < ones.size(); i++) {
        Optional<Match> match = best(ones.get(i), others.get(i));
        if (match.isEmpty()) {
          return Optional.empty();
        }
        left.add(match.get().one());
        right.add(match.get().other());
        cost += match.get().cost();
      }
      return Optional.of(new Parts(left, right, cost));
    }

    /** {@code x + 3} and {@code x}, which is {@code x + 0}. */
    private Optional<Match> neutral(Py one, Py other) {
      if (!(one instanceof Py.Binary(var operator, var left, Py.Const(var value, var hint)))
          || !(value instanceof Long)) {
        return Optional.empty();
      }
      Optional<Long> nothing =
          switch (operator) {
            case "+", "-" -> Optional.of(0L);
            case "*", "//" -> Optional.of(1L);
            default -> Optional.empty();
          };
      return nothing.flatMap(number ->
          best(left, other)
              .map(match ->
                  new Match(
                      new Py.Binary(operator, match.one(), Py.of(value, hint)),
                      new Py.Binary(operator, match.other(), Py.of(number, hint)),
                      match.cost() + NEUTRAL)));
    }

    private Optional<Match> calls(Py.Call one, Py.Call other) {
      Optional<Match> called = best(one.function(), other.function());
      if (called.isPresent() && one.function().equals(Py.name("nn.Sequential"))) {
        int most = Math.max(one.arguments().size(), other.arguments().size());
        return lists(values(one), values(other))
            .filter(lists -> 2 * lists.matched() >= most)
            .map(lists ->
                new Match(
                    one.function().apply(lists.one().toArray(Py[]::new)),
                    other.function().apply(lists.other().toArray(Py[]::new)),
                    most - lists.matched()));
      }
      List<Optional<String>> names = one.arguments().stream().map(Py.Arg::name).toList();
      Optional<Match> function = called.or(() -> function(one.function(), other.function()));
      if (function.isEmpty()
          || !names.equals(other.arguments().stream().map(Py.Arg::name).toList())) {
        return Optional.empty();
      }
      return all(values(one), values(other))
          .map(parts ->
              new Match(
                  new Py.Call(function.get().one(), arguments(one, parts.one())),
                  new Py.Call(function.get().other(), arguments(other, parts.other())),
                  function.get().cost() + parts.cost()));
    }
  }

  /** Operands in one form. */
  private record Parts(List<Py> one, List<Py> other, int cost) {}

  /** The operands, and the expression with none. */
  private static Py parts(Py py, List<Py> parts) {
    boolean[] outermost = {true};
    return py.replace(each -> {
      if (outermost[0]) {
        outermost[0] = false;
        return Optional.empty();
      }
      parts.add(each);
      return Optional.of(Py.name("_"));
    });
  }

  private static Py with(Py py, List<Py> parts) {
    boolean[] outermost = {true};
    int[] next = {0};
    return py.replace(each -> {
      if (outermost[0]) {
        outermost[0] = false;
        return Optional.empty();
      }
      return Optional.of(parts.get(next[0]++));
    });
  }

  private static List<Py> values(Py.Call call) {
    return call.arguments().stream().map(Py.Arg::value).toList();
  }

  private static List<Py.Arg> arguments(Py.Call call, List<Py> values) {
    List<Py.Arg> arguments = new ArrayList<>();
    for (Py.Arg argument : call.arguments()) {
      arguments.add(new Py.Arg(argument.name(), values.get(arguments.size()), argument.omitted()));
    }
    return arguments;
  }

  /** Activations, of which each module has its own. */
  private static Optional<Match> function(Py one, Py other) {
    return isActivation(one) && isActivation(other)
        ? Optional.of(new Match(chosen(one), chosen(other), 1))
        : Optional.empty();
  }

  private static Py chosen(Py function) {
    return function instanceof Py.Name ? Py.of(function, "activation") : function;
  }

  private static boolean isActivation(Py function) {
    return switch (function) {
      case Py.Const(Py.Name _, _) -> true;
      case Py.Name(var name) ->
          Activations.MODULES.contains(name) || Activations.FUNCTIONS.contains(name);
      default -> false;
    };
  }

  // ---- lists

  /** Elements of two lists in their order; those of one list only stand under a condition. */
  Optional<Lists> lists(List<Py> one, List<Py> other) {
    int[][] most = new int[one.size() + 1][other.size() + 1];
    // the ends meet first: what is left out stands before what it leads to
    for (int i = 1; i <= one.size(); i++) {
      for (int j = 1; j <= other.size(); j++) {
        most[i][j] = Math.max(most[i - 1][j], most[i][j - 1]);
        if (element(one.get(i - 1), other.get(j - 1)).isPresent()) {
          most[i][j] = Math.max(most[i][j], most[i - 1][j - 1] + 1);
        }
      }
    }
    List<Py> left = new ArrayList<>();
    List<Py> right = new ArrayList<>();
    int i = one.size();
    int j = other.size();
    while (i > 0 || j > 0) {
      Optional<Both> both =
          i > 0 && j > 0 && most[i][j] == most[i - 1][j - 1] + 1
              ? element(one.get(i - 1), other.get(j - 1))
              : Optional.empty();
      if (both.isPresent()) {
        left.addFirst(both.get().one());
        right.addFirst(both.get().other());
        i--;
        j--;
      } else if (j == 0 || i > 0 && most[i - 1][j] >= most[i][j - 1]) {
        i--;
        Both half = half(one.get(i));
        left.addFirst(half.one());
        right.addFirst(half.other());
      } else {
        j--;
        Both half = half(other.get(j)).swapped();
        left.addFirst(half.one());
        right.addFirst(half.other());
      }
    }
    return Optional.of(new Lists(left, right, most[one.size()][other.size()]));
  }

  private Optional<Both> element(Py one, Py other) {
    if (one instanceof Py.When(var flag, var inner)) {
      Py rest = other instanceof Py.When(_, var element) ? element : other;
      Py condition = other instanceof Py.When(var own, _) ? own : set(flag, true);
      return element(inner, rest)
          .map(both ->
              new Both(new Py.When(flag, both.one()), new Py.When(condition, both.other())));
    }
    if (other instanceof Py.When) {
      return element(other, one).map(Both::swapped);
    }
    if (one instanceof Py.Repeated(var inner, var variable, var count)) {
      boolean repeated = other instanceof Py.Repeated;
      Py rest = other instanceof Py.Repeated(var element, _, _) ? element : other;
      Py times = repeated ? ((Py.Repeated) other).count() : Py.of(1L, "depth");
      return of(inner, rest)
          .map(both ->
              new Both(
                  new Py.Repeated(both.one(), variable, count),
                  new Py.Repeated(both.other(), variable, times)));
    }
    if (other instanceof Py.Repeated) {
      return element(other, one).map(Both::swapped);
    }
    return of(one, other);
  }

  /** An element that only one list has. */
  private Both half(Py element) {
    if (element instanceof Py.When(var condition, var inner)) {
      return new Both(element, new Py.When(set(condition, false), Absent.part(inner)));
    }
    Py flag = flag(name(element));
    return new Both(
        new Py.When(flag, element), new Py.When(set(flag, false), Absent.part(element)));
  }

  private String name(Py element) {
    Py made = element instanceof Py.Repeated(var inner, _, _) ? inner : element;
    return Skeleton.instance(made)
        .map(kinds::apply)
        .or(() ->
            made instanceof Py.Call(Py.Name(var function), _)
                ? Optional.of(function.substring(function.lastIndexOf('.') + 1))
                : Optional.empty())
        .map(Names::snake)
        .orElse("part");
  }

  static Py flag(String name) {
    return Py.of(true, name);
  }

  static Py set(Py flag, boolean value) {
    return flag instanceof Py.Const(_, var hint) ? Py.of(value, hint) : Py.of(value, "flag");
  }
}
