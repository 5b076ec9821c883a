package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Statements that are equal but for whole numbers, those in labels too, become a repeat:
 *
 * <pre>
 *   concat { | identity | denselayer1: Unit }
 *   concat { | identity | denselayer2: Unit }     repeat i in 1..4 {
 *   concat { | identity | denselayer3: Unit }  ->   concat { | identity | "denselayer{i}": Unit }
 *                                                 }
 * </pre>
 *
 * <p>A repeat without a label numbers the steps in it on, so that no name changes.
 */
final class Repeats {
  private static final int LONGEST_WINDOW = 12;
  private static final int LONGEST_TABLE = 80;
  private static final int LONGEST_LINE = 80;

  /** Lines that are as easy to read as one that says what differs. */
  private static final int TABLE_TO_READ = 2;

  /** How often each name stands in the whole body, which is counted once. */
  private final Map<String, Integer> everywhere;

  private final Set<String> names = new HashSet<>();

  private Repeats(Ast.Body whole, List<Ast.Parameter> parameters) {
    this.everywhere = Slots.of(whole.statements()).counts();
    parameters.forEach(p -> names.add(p.name().text()));
    names.addAll(everywhere.keySet());
  }

  static Ast.Declaration in(Ast.Declaration declaration) {
    return switch (declaration) {
      case Ast.Block b ->
          new Ast.Block(
              b.inline(),
              b.doc(),
              b.name(),
              b.parameters(),
              b.signature(),
              folded(b.body(), b.parameters()),
              b.span());
      case Ast.Network n ->
          new Ast.Network(
              n.doc(), n.name(), n.parameters(), folded(n.body(), n.parameters()), n.span());
      case Ast.Variant _, Ast.Let _, Ast.Const _ -> declaration;
    };
  }

  private static Ast.Body folded(Ast.Body body, List<Ast.Parameter> parameters) {
    return new Repeats(body, parameters).body(body);
  }

  /** What is inside first, as what is around may repeat that. */
  private Ast.Body body(Ast.Body body) {
    List<Ast.Statement> inner =
        body.statements().stream()
            .map(statement -> Tree.around(this::body).statement(statement))
            .toList();
    return Make.body(fold(inner));
  }

  private List<Ast.Statement> fold(List<Ast.Statement> statements) {
    List<Part> parts = statements.stream().map(Part::of).toList();
    List<Ast.Statement> all = new ArrayList<>();
    int i = 0;
    while (i < parts.size()) {
      Optional<Run> best = Optional.empty();
      for (int size = 1; size <= LONGEST_WINDOW && i + 2 * size <= parts.size(); size++) {
        Optional<Run> run = run(parts, i, size);
        if (run.isPresent() && run.get().saved() > best.map(Run::saved).orElse(0)) {
          best = run;
        }
      }
      if (best.isEmpty()) {
        all.add(parts.get(i).statement());
        i++;
      } else {
        all.add(best.get().statement());
        i += best.get().length();
      }
    }
    return all;
  }

  /** A statement, what it is without its numbers, and how many lines it takes. */
  private record Part(Ast.Statement statement, String key, Slots slots, String text) {
    static Part of(Ast.Statement statement) {
      Slots slots = Slots.of(List.of(statement));
      return new Part(statement, slots.key(), slots, Slots.print(statement));
    }

    int lines() {
      return (int) text.lines().count();
    }
  }

  private record Run(Ast.Statement statement, int length, int saved) {}

  /** The most windows one behind the other that are alike. */
  private Optional<Run> run(List<Part> parts, int from, int size) {
    List<Part> first = parts.subList(from, from + size);
    boolean flows =
        first.stream().allMatch(p -> p.statement() instanceof Ast.Pipeline || isParam(p));
    if (!flows || first.stream().allMatch(Repeats::isParam)) {
      return Optional.empty();
    }
    Window pattern = Window.of(first);
    if (!pattern.isClosed(everywhere)) {
      return Optional.empty();
    }
    List<Window> windows = new ArrayList<>(List.of(pattern));
    for (int at = from + size; at + size <= parts.size(); at += size) {
      Window next = Window.of(parts.subList(at, at + size));
      if (!pattern.isLike(next) || !next.isClosed(everywhere)) {
        break;
      }
      windows.add(next);
    }
    // fewer of them where not all go on a table
    for (int count = windows.size(); count >= 2; count--) {
      Optional<Ast.Statement> repeat = repeat(windows.subList(0, count));
      if (repeat.isPresent()) {
        int before = windows.subList(0, count).stream().mapToInt(Window::lines).sum();
        int after = pattern.isShort() ? 1 : pattern.lines() + 2;
        boolean table = ((Ast.Repeat) step(repeat.get()).action()).range() instanceof Ast.ListExpr;
        return Optional.of(
            new Run(repeat.get(), count * size, before - after - (table ? TABLE_TO_READ : 0)));
      }
    }
    return Optional.empty();
  }

  private static Ast.Step step(Ast.Statement repeat) {
    return ((Ast.Pipeline) repeat).steps().getFirst();
  }

  private static boolean isParam(Part part) {
    return part.statement() instanceof Ast.Param;
  }

  /** Some statements, with what they have in the places of numbers and of names. */
  private record Window(List<Part> parts, List<String> keys, List<Long> numbers, Slots slots) {
    static Window of(List<Part> parts) {
      Slots slots = Slots.of(parts.stream().map(Part::statement).toList());
      return new Window(parts, parts.stream().map(Part::key).toList(), slots.numbers(), slots);
    }

    int lines() {
      return parts.stream().mapToInt(Part::lines).sum();
    }

    boolean isShort() {
      return parts.size() <= 3
          && lines() == parts.size()
          && parts.stream().mapToInt(p -> p.text().length()).sum() < LONGEST_LINE;
    }

    /** Whether nothing outside reads what has a name in it. */
    boolean isClosed(Map<String, Integer> everywhere) {
      if (slots.bound().isEmpty()) {
        return true;
      }
      Map<String, Integer> here = slots.counts();
      // what loops in it count is not there before
      return slots.bound().stream()
          .allMatch(n -> everywhere.getOrDefault(n, here.get(n)).equals(here.get(n)));
    }

    /** Whether the other is the same but for numbers and for what its own tensors are called. */
    boolean isLike(Window other) {
      if (!keys.equals(other.keys)) {
        return false;
      }
      List<String> mine = slots.uses();
      List<String> others = other.slots.uses();
      Map<String, String> renamed = new HashMap<>();
      for (int i = 0; i < mine.size(); i++) {
        boolean local = slots.bound().contains(mine.get(i));
        if (local != other.slots.bound().contains(others.get(i))) {
          return false;
        }
        String known = local ? renamed.putIfAbsent(mine.get(i), others.get(i)) : mine.get(i);
        if (known != null && !known.equals(others.get(i))) {
          return false;
        }
      }
      return renamed.values().stream().distinct().count() == renamed.size();
    }
  }

  private Optional<Ast.Statement> repeat(List<Window> windows) {
    Window first = windows.getFirst();
    int places = first.numbers().size();
    List<List<Long>> columns =
        IntStream.range(0, places)
            .mapToObj(place -> windows.stream().map(w -> w.numbers().get(place)).toList())
            .toList();
    List<List<Long>> moving =
        columns.stream().filter(c -> c.stream().distinct().count() > 1).distinct().toList();
    Map<List<Long>, Ast.Expr> values = new HashMap<>();
    Optional<Ast.Pattern> pattern;
    Ast.Expr range;
    if (moving.isEmpty()) {
      pattern = Optional.empty();
      range = Make.integer(windows.size());
    } else if (moving.stream().allMatch(Repeats::isRegular)
        && moving.stream().anyMatch(Repeats::isCounted)) {
      long begin = moving.stream().filter(Repeats::isCounted).findFirst().orElseThrow().getFirst();
      String name = fresh("i", first, List.of());
      moving.forEach(c -> values.put(c, counted(c, name, begin)));
      pattern = Optional.of(Make.pattern(List.of(name)));
      range = Make.range(begin, begin + windows.size());
    } else {
      List<String> variables = new ArrayList<>();
      for (List<Long> column : moving) {
        int place = columns.indexOf(column);
        String name = fresh(first.slots().says(place), first, variables);
        variables.add(name);
        values.put(column, Make.reference(name));
      }
      pattern = Optional.of(Make.pattern(variables));
      range =
          Make.list(
              IntStream.range(0, windows.size())
                  .mapToObj(row -> {
                    List<Ast.Expr> cells =
                        moving.stream().map(c -> Make.integer(c.get(row))).toList();
                    return cells.size() == 1 ? cells.getFirst() : Make.tuple(cells);
                  })
                  .toList());
      int width =
          moving.stream().flatMap(List::stream).mapToInt(n -> n.toString().length() + 2).sum();
      if (width > LONGEST_TABLE) {
        return Optional.empty();
      }
    }
    List<Ast.Statement> body =
        first.slots().filled(place -> Optional.ofNullable(values.get(columns.get(place))));
    return Optional.of(
        Make.pipeline(Optional.empty(), List.of(Make.step(Make.repeat(pattern, range, body)))));
  }

  /** Two numbers do not make a rule. */
  private static boolean isRegular(List<Long> column) {
    return isCounted(column) || column.size() > 2 && step(column).isPresent();
  }

  private static boolean isCounted(List<Long> column) {
    return step(column).filter(s -> s == 1).isPresent();
  }

  private static Optional<Long> step(List<Long> column) {
    long step = column.get(1) - column.get(0);
    return IntStream.range(1, column.size())
            .allMatch(i -> column.get(i) - column.get(i - 1) == step)
        ? Optional.of(step).filter(s -> s > 0)
        : Optional.empty();
  }

  /** A number of which the first is known, and by how much it grows. */
  private static Ast.Expr counted(List<Long> column, String name, long begin) {
    long step = step(column).orElseThrow();
    Ast.Expr index = Make.reference(name);
    Ast.Expr scaled =
        step == 1 ? index : Make.binary(Ast.BinaryOp.MULTIPLY, Make.integer(step), index);
    long more = column.getFirst() - step * begin;
    return more == 0
        ? scaled
        : Make.binary(
            more > 0 ? Ast.BinaryOp.ADD : Ast.BinaryOp.SUBTRACT,
            scaled,
            Make.integer(Math.abs(more)));
  }

  private String fresh(String base, Window window, List<String> others) {
    Set<String> inside = window.slots().names();
    String name = base;
    for (int i = 2; names.contains(name) || inside.contains(name) || others.contains(name); i++) {
      name = base + i;
    }
    return name;
  }
}
