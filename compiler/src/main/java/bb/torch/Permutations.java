package bb.torch;

import bb.python.Py;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Makes one parameter of each order of axes in which drafts of one form differ. */
final class Permutations {
  private Permutations() {}

  /** The drafts with a tuple in place of such an order's numbers: {@code x.permute(dims)}. */
  static List<Draft> joined(List<Draft> drafts) {
    List<List<List<Object>>> orders = drafts.stream().map(Permutations::orders).toList();
    Set<Integer> differing = new HashSet<>();
    for (int place = 0; place < orders.getFirst().size(); place++) {
      int at = place;
      if (columns(orders.stream().map(order -> order.get(at)).toList()) > 1) {
        differing.add(place);
      }
    }
    return differing.isEmpty()
        ? drafts
        : drafts.stream().map(draft -> joined(draft, differing)).toList();
  }

  /** In how many of their numbers some orders differ. */
  private static long columns(List<List<Object>> orders) {
    return IntStream.range(0, orders.getFirst().size())
        .filter(i -> orders.stream().map(order -> order.get(i)).distinct().count() > 1)
        .count();
  }

  private static List<List<Object>> orders(Draft draft) {
    List<List<Object>> orders = new ArrayList<>();
    draft.map(
        UnaryOperator.identity(),
        value ->
            value.replace(py -> {
              order(py).ifPresent(orders::add);
              return Optional.empty();
            }));
    return orders;
  }

  private static Draft joined(Draft draft, Set<Integer> differing) {
    int[] next = {0};
    return draft.map(UnaryOperator.identity(), value -> joined(value, next, differing));
  }

  private static Py joined(Py value, int[] next, Set<Integer> differing) {
    return value.replace(py ->
        order(py)
            .filter(_ -> differing.contains(next[0]++))
            .map(order -> {
              Py.Attr permute = (Py.Attr) ((Py.Call) py).function();
              return joined(permute.of(), next, differing)
                  .method(permute.name(), Py.of(order, "dims"));
            }));
  }

  /** The axes that a tensor is permuted to, if all are known. */
  private static Optional<List<Object>> order(Py py) {
    if (!(py instanceof Py.Call(Py.Attr(_, var method), var arguments))
        || !method.equals("permute")) {
      return Optional.empty();
    }
    List<Object> order = new ArrayList<>();
    for (Py.Arg argument : arguments) {
      if (!(argument.value() instanceof Py.Const(var axis, _))) {
        return Optional.empty();
      }
      order.add(axis);
    }
    return Optional.of(order);
  }
}
