package bb.importing.write;

import bb.syntax.Ast;
import bb.syntax.AstPrinter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The places of statements in which whole numbers stand, and names of tensors, in their order.
 *
 * @param numbers those in labels, too
 * @param says what each number is
 * @param uses all names, as often as they stand
 * @param bound those that are given here
 * @param counters those of what loops count
 */
record Slots(
    List<Ast.Statement> statements,
    List<Long> numbers,
    List<String> saying,
    List<String> uses,
    Set<String> bound,
    Set<String> counters) {

  static Slots of(List<Ast.Statement> statements) {
    Reader reader = new Reader();
    Tree tree = Tree.of(reader);
    List<Ast.Statement> same = statements.stream().map(tree::statement).toList();
    return new Slots(
        same, reader.numbers, reader.saying, reader.uses, reader.bound, reader.counters);
  }

  String says(int place) {
    return saying.get(place);
  }

  Set<String> names() {
    return new HashSet<>(uses);
  }

  Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    uses.forEach(name -> counts.merge(name, 1, Integer::sum));
    return counts;
  }

  /** A statement without numbers and names. */
  static Ast.Statement blank(Ast.Statement statement) {
    return Tree.of(
            new Tree.Leaves() {
              @Override
              public Ast.Expr number(long value, String says) {
                return Make.integer(0);
              }

              @Override
              public Ast.Name name(Ast.Name name, boolean binds) {
                return Make.name("x");
              }

              @Override
              public Ast.Name counter(Ast.Name name) {
                return name(name, true);
              }
            })
        .statement(statement);
  }

  static String print(Ast.Statement statement) {
    String text =
        AstPrinter.printClosely(Make.file(List.of(Make.block("B", List.of(), List.of(statement)))));
    return text.substring(text.indexOf('{') + 1, text.lastIndexOf('}')).strip() + "\n";
  }

  /** The statements with expressions in the places of numbers. */
  List<Ast.Statement> filled(IntFunction<Optional<Ast.Expr>> values) {
    Tree filling =
        Tree.of(
            new Tree.Leaves() {
              private int place;

              @Override
              public Ast.Expr number(long value, String says) {
                return values.apply(place++).orElseGet(() -> Make.integer(value));
              }
            });
    return statements.stream().map(filling::statement).toList();
  }

  private static final class Reader implements Tree.Leaves {
    private final List<Long> numbers = new ArrayList<>();
    private final List<String> saying = new ArrayList<>();
    private final List<String> uses = new ArrayList<>();
    private final Set<String> bound = new LinkedHashSet<>();
    private final Set<String> counters = new HashSet<>();

    @Override
    public Ast.Expr number(long value, String says) {
      numbers.add(value);
      saying.add(says);
      return Make.integer(value);
    }

    @Override
    public Ast.Name name(Ast.Name name, boolean binds) {
      uses.add(name.text());
      if (binds) {
        bound.add(name.text());
      }
      return name;
    }

    @Override
    public Ast.Name counter(Ast.Name name) {
      counters.add(name.text());
      return name(name, true);
    }
  }
}
