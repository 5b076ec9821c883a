package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.Draft.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes modules that follow each other, equal ones in a row as one that is repeated. */
final class Sequences {
  private static final int LEAST_COUNTED = 3;
  private static final Pattern NUMBER = Pattern.compile("(0|[1-9][0-9]{0,5})$");

  private final Function<Py, String> whole;

  /**
   * @param whole all that an expression makes, as text
   */
  Sequences(Function<Py, String> whole) {
    this.whole = whole;
  }

  /** The call of {@code Sequential}. */
  Py of(List<Member> members) {
    List<Py> makes = members.stream().map(Member::make).toList();
    if (Chains.isNumbered(members)) {
      return Py.call("nn.Sequential", repeated(makes).toArray(Py[]::new));
    }
    List<Py> pairs =
        members.stream()
            .<Py>map(
                member -> new Py.Tuple(List.of(Py.name(PyText.text(member.path())), member.make())))
            .toList();
    return Py.call("nn.Sequential", Py.call("OrderedDict", new Py.ListOf(counted(members, pairs))));
  }

  /** Equal modules whose names count up, as one that is repeated. */
  private List<Py> counted(List<Member> members, List<Py> pairs) {
    List<Py> shorter = new ArrayList<>();
    int from = 0;
    while (from < members.size()) {
      Member first = members.get(from);
      int to = from + 1;
      while (to < members.size() && counts(first, members.get(to), to - from)) {
        to++;
      }
      if (to - from < LEAST_COUNTED) {
        shorter.add(pairs.get(from++));
        continue;
      }
      int number = number(first.path());
      String name = unnumbered(first.path(), number);
      String count = number == 0 ? "{i}" : "{i + " + number + "}";
      String text = "f" + PyText.text(name).replaceFirst("\"$", "") + count + "\"";
      shorter.add(
          new Py.Repeated(
              new Py.Tuple(List.of(Py.name(text), first.make())),
              "i",
              Py.of((long) (to - from), "depth")));
      from = to;
    }
    return shorter;
  }

  private boolean counts(Member first, Member next, int steps) {
    int number = number(first.path());
    return number >= 0
        && !first.path().contains("{")
        && next.path().equals(unnumbered(first.path(), number) + (number + steps))
        && Skeleton.instance(first.make()).isPresent()
        && whole.apply(next.make()).equals(whole.apply(first.make()));
  }

  private static String unnumbered(String name, int number) {
    return name.substring(0, name.length() - String.valueOf(number).length());
  }

  /** The number that a name ends with, or -1. */
  private static int number(String name) {
    Matcher matcher = NUMBER.matcher(name);
    return matcher.find() ? Integer.parseInt(matcher.group()) : -1;
  }

  /** Equal modules of a class that follow each other, as one that is repeated. */
  private List<Py> repeated(List<Py> makes) {
    List<Py> shorter = new ArrayList<>();
    int from = 0;
    while (from < makes.size()) {
      Py first = makes.get(from);
      int to = from + 1;
      while (to < makes.size()
          && Skeleton.instance(first).isPresent()
          && whole.apply(makes.get(to)).equals(whole.apply(first))) {
        to++;
      }
      shorter.add(
          to - from == 1 ? first : new Py.Repeated(first, Py.of((long) (to - from), "depth")));
      from = to;
    }
    return shorter;
  }
}
