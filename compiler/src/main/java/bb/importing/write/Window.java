package bb.importing.write;

import bb.syntax.Ast;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some statements, one behind the other, with what they have in the places of numbers and of names.
 *
 * @param keys what each is without these
 */
record Window(List<Part> parts, List<Ast.Statement> keys, List<Long> numbers, Slots slots) {
  private static final int LONGEST_LINE = 80;

  /** A statement, what it is without its numbers and names, and how it is written. */
  static final class Part {
    private final Ast.Statement statement;
    private final Ast.Statement key;
    private String text; // once it is asked for, as few are

    private Part(Ast.Statement statement, Ast.Statement key) {
      this.statement = statement;
      this.key = key;
    }

    static Part of(Ast.Statement statement) {
      return new Part(statement, Slots.blank(statement));
    }

    Ast.Statement statement() {
      return statement;
    }

    Ast.Statement key() {
      return key;
    }

    String text() {
      if (text == null) {
        text = Slots.print(Defaults.without(statement));
      }
      return text;
    }

    int lines() {
      return (int) text().lines().count();
    }
  }

  static Window of(List<Part> parts) {
    Slots slots = Slots.of(parts.stream().map(Part::statement).toList());
    return new Window(parts, parts.stream().map(Part::key).toList(), slots.numbers(), slots);
  }

  int lines() {
    return parts.stream().mapToInt(Part::lines).sum();
  }

  /** Whether they go on the line of what is around them. */
  boolean isShort() {
    return parts.size() <= 3
        && lines() == parts.size()
        && parts.stream().mapToInt(p -> p.text().length()).sum() < LONGEST_LINE;
  }

  /**
   * Whether nothing outside reads what has a name in it.
   *
   * @param everywhere how often each name stands
   */
  boolean isClosed(Map<String, Integer> everywhere) {
    Map<String, Integer> here = slots.counts();
    return slots.bound().stream()
        .filter(name -> !slots.counters().contains(name)) // another loop may call it so, too
        .allMatch(name -> everywhere.get(name).equals(here.get(name)));
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
