package bb.importing.lift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Sums of products over axes that letters name, as products of matrices. */
final class Einsums {
  private Einsums() {}

  static void register(Map<String, Translator> all) {
    all.put("Einsum", node -> List.of(sum(node)));
  }

  /** A tensor whose axes have letters. */
  private record Named(Value tensor, List<Character> axes) {
    long size(char axis) {
      return tensor.dims().get(axes.indexOf(axis));
    }

    long size(List<Character> some) {
      return some.stream().mapToLong(this::size).reduce(1, Math::multiplyExact);
    }
  }

  private static Value sum(Node node) {
    String equation = node.onnx().text("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    List<String> terms = List.of(sides[0].split(",", -1));
    if (terms.size() != node.count()) {
      throw node.refuse("has %d tensors for `%s`".formatted(node.count(), equation));
    }
    List<Named> operands = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      Value x = node.need(i);
      operands.add(new Named(x, letters(node, terms.get(i), x.dims().size())));
    }
    List<Character> out = sides.length == 2 ? given(node, sides[1], operands) : implied(operands);
    Named result = summed(node, operands.getFirst(), axis -> isRead(axis, out, operands, 1));
    for (int i = 1; i < operands.size(); i++) {
      int next = i + 1;
      Predicate<Character> later = axis -> isRead(axis, out, operands, next);
      Named other = summed(node, operands.get(i), later.or(result.axes()::contains));
      result = product(node, result, other, later);
    }
    return ordered(node, result, out);
  }

  private static boolean isRead(char axis, List<Character> out, List<Named> operands, int from) {
    return out.contains(axis)
        || operands.subList(from, operands.size()).stream().anyMatch(o -> o.axes().contains(axis));
  }

  /** Capitals from the end stand for what an ellipsis does. */
  private static List<Character> letters(Node node, String term, int rank) {
    List<Character> axes = new ArrayList<>();
    int dots = term.indexOf("...");
    String named = term.replace("...", "");
    int more = rank - named.length();
    if (more < 0 || dots < 0 && more > 0 || !named.chars().allMatch(c -> c >= 'A' && c <= 'z')) {
      throw node.refuse("names the axes of a tensor of %d `%s`".formatted(rank, term));
    }
    for (int i = 0; i < named.length() + 1; i++) {
      if (i == dots) {
        for (int j = more; j > 0; j--) {
          axes.add((char) ('\u0100' + j));
        }
      }
      if (i < named.length()) {
        axes.add(named.charAt(i));
      }
    }
    if (axes.stream().distinct().count() < axes.size()) {
      throw node.refuse("takes a diagonal");
    }
    return axes;
  }

  private static List<Character> given(Node node, String term, List<Named> operands) {
    long more = all(operands).filter(c -> c > '\u0100').distinct().count();
    int named = term.replace("...", "").length();
    return letters(node, term, named + (term.contains("...") ? (int) more : 0));
  }

  /** Letters that are there once, in the order of the alphabet. */
  private static List<Character> implied(List<Named> operands) {
    List<Character> every = all(operands).toList();
    return Stream.concat(
            every.stream().filter(c -> c > '\u0100').distinct().sorted((a, b) -> b - a),
            every.stream()
                .filter(c -> c < '\u0100' && every.indexOf(c) == every.lastIndexOf(c))
                .sorted())
        .toList();
  }

  private static Stream<Character> all(List<Named> operands) {
    return operands.stream().flatMap(operand -> operand.axes().stream());
  }

  /** The sum over the axes that nothing else reads. */
  private static Named summed(Node node, Named x, Predicate<Character> kept) {
    long[] gone = x.axes().stream().filter(kept.negate()).mapToLong(x.axes()::indexOf).toArray();
    if (gone.length == 0) {
      return x;
    }
    Value sum =
        new Spelled(node)
            .of("ReduceSum", Map.of("keepdims", 0L, "axes", Spelled.longs(gone)), x.tensor());
    return new Named(sum, x.axes().stream().filter(kept).toList());
  }

  private static Named product(Node node, Named x, Named y, Predicate<Character> kept) {
    Spelled spelled = new Spelled(node);
    List<Character> both = x.axes().stream().filter(y.axes()::contains).toList();
    List<Character> each = both.stream().filter(kept).toList();
    List<Character> sums = both.stream().filter(kept.negate()).toList();
    for (char axis : both) {
      if (x.size(axis) != y.size(axis)) {
        throw node.refuse("sums over %d and %d".formatted(x.size(axis), y.size(axis)));
      }
    }
    List<Character> left = x.axes().stream().filter(c -> !both.contains(c)).toList();
    List<Character> right = y.axes().stream().filter(c -> !both.contains(c)).toList();
    List<Character> out = joined(each, left, right);
    if (sums.isEmpty()) {
      Value one = apart(node, ordered(node, x, joined(each, left)), right.size());
      long[] between = new long[left.size()];
      for (int i = 0; i < between.length; i++) {
        between[i] = each.size() + i;
      }
      Value other = ordered(node, y, joined(each, right));
      if (between.length > 0) {
        other = spelled.of("Unsqueeze", other, Spelled.ints(between));
      }
      return new Named(spelled.of("Mul", one, other), out);
    }
    if (!left.isEmpty() && right.size() == 1 && sums.size() == 1) {
      List<Character> around = left.subList(0, left.size() - 1);
      List<Character> row = left.subList(left.size() - 1, left.size());
      Value rows = ordered(node, x, joined(around, each, row, sums));
      Value columns = ordered(node, y, joined(each, sums, right));
      return new Named(spelled.of("MatMul", rows, columns), joined(around, each, row, right));
    }
    Value a = folded(node, ordered(node, x, joined(each, left, sums)), x, each, left, sums);
    Value b = folded(node, ordered(node, y, joined(each, sums, right)), y, each, sums, right);
    Value made = spelled.of("MatMul", a, b);
    List<Long> dims = new ArrayList<>();
    each.forEach(axis -> dims.add(x.size(axis)));
    left.forEach(axis -> dims.add(x.size(axis)));
    right.forEach(axis -> dims.add(y.size(axis)));
    return new Named(
        made.dims().equals(dims)
            ? made
            : spelled.reshaped(made, dims.stream().mapToLong(Long::longValue).toArray()),
        out);
  }

  /** Axes of one element behind a tensor's own. */
  private static Value apart(Node node, Value x, int count) {
    if (count == 0) {
      return x;
    }
    long[] axes = new long[count];
    for (int i = 0; i < count; i++) {
      axes[i] = x.dims().size() + i;
    }
    return new Spelled(node).of("Unsqueeze", x, Spelled.ints(axes));
  }

  /** Matrices, of which rows and columns have one axis each. */
  private static Value folded(
      Node node,
      Value x,
      Named of,
      List<Character> each,
      List<Character> rows,
      List<Character> columns) {
    if (rows.size() == 1 && columns.size() == 1) {
      return x;
    }
    List<Long> dims = new ArrayList<>();
    each.forEach(axis -> dims.add(of.size(axis)));
    dims.add(of.size(rows));
    dims.add(of.size(columns));
    return new Spelled(node).reshaped(x, dims.stream().mapToLong(Long::longValue).toArray());
  }

  private static Value ordered(Node node, Named x, List<Character> axes) {
    if (!x.axes().containsAll(axes) || axes.size() != x.axes().size()) {
      throw node.refuse("has letters that no tensor has");
    }
    return x.axes().equals(axes)
        ? x.tensor()
        : new Spelled(node)
            .transposed(x.tensor(), axes.stream().mapToLong(x.axes()::indexOf).toArray());
  }

  @SafeVarargs
  private static List<Character> joined(List<Character>... parts) {
    List<Character> all = new ArrayList<>();
    for (List<Character> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}
