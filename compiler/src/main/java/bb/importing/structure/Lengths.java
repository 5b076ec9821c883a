package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.ops.Attribute;
import bb.ops.Operators;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How many lines items take when they are written. */
final class Lengths {
  /** Letters that go on a line with what is before it. */
  private static final int LONGEST_LINE = 80;

  private final Set<Item.Scope> called = Collections.newSetFromMap(new IdentityHashMap<>());

  void called(Item.Scope scope) {
    called.add(scope);
  }

  /**
   * How many fewer lines there are if these items are a block's.
   *
   * @param count how often they are there
   * @param calls in how many lines the block is called
   */
  long saved(List<Item> items, long count, long calls) {
    long whole = lines(items);
    long plain = isShort(items) ? 1 : whole + 2;
    return count * plain - calls - whole - 2;
  }

  private long lines(List<Item> items) {
    return items.stream().mapToLong(this::lines).sum();
  }

  private long lines(Item item) {
    return switch (item) {
      case Item.Call _ -> 1;
      case Item.Join join ->
          2 + join.branches().stream().mapToLong(b -> isShort(b) ? 1 : lines(b) + 2).sum();
      case Item.Scope scope when called.contains(scope) || isShort(scope.items()) -> 1;
      case Item.Scope scope -> lines(scope.items()) + 2;
    };
  }

  /** Whether they go on one line. */
  private boolean isShort(List<Item> items) {
    return items.size() <= 3
        && items.stream()
            .allMatch(item ->
                item instanceof Item.Call
                    || item instanceof Item.Scope scope && called.contains(scope))
        && items.stream().mapToInt(Lengths::letters).sum() <= LONGEST_LINE;
  }

  /** About as many as a layer has in its line. */
  private static int letters(Item item) {
    if (!(item instanceof Item.Call(Layer layer))) {
      return 0;
    }
    Set<String> plain =
        Operators.find(layer.op()).stream()
            .flatMap(spec -> spec.positional().stream())
            .map(Attribute::name)
            .collect(Collectors.toSet());
    return layer.op().length()
        + layer.args().entrySet().stream()
            .mapToInt(argument ->
                (plain.contains(argument.getKey()) ? "" : argument.getKey() + ": ").length()
                    + (value(argument.getValue()) + ", ").length())
            .sum();
  }

  /** One that 32 bits hold has no more digits than they need. */
  private static String value(Object value) {
    return value instanceof Double number
        ? Float.toString(number.floatValue())
        : String.valueOf(value);
  }
}
