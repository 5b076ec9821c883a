package bb.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a list of choices shorter and its numbers smaller for as long as it keeps failing. */
final class Reducer {
  private static final int MAX_TRIES = 300;

  private final Predicate<List<Integer>> fails;
  private int tries;
  private List<Integer> best;

  private Reducer(List<Integer> failing, Predicate<List<Integer>> fails) {
    this.best = failing;
    this.fails = fails;
  }

  static List<Integer> reduce(List<Integer> failing, Predicate<List<Integer>> fails) {
    Reducer reducer = new Reducer(failing, fails);
    List<Integer> before;
    do {
      before = reducer.best;
      reducer.shorten();
      reducer.lower();
    } while (!before.equals(reducer.best));
    return reducer.best;
  }

  /** Leaves out runs, the long ones first. */
  private void shorten() {
    for (int run = Math.max(1, best.size() / 2); run > 0; run /= 2) {
      for (int from = best.size() - run; from >= 0; from -= run) {
        List<Integer> shorter = new ArrayList<>(best.subList(0, from));
        shorter.addAll(best.subList(from + run, best.size()));
        accept(shorter);
        from = Math.min(from, best.size());
      }
    }
  }

  private void lower() {
    for (int i = 0; i < best.size(); i++) {
      if (best.get(i) != 0) {
        List<Integer> lower = new ArrayList<>(best);
        lower.set(i, 0);
        accept(lower);
      }
    }
  }

  private void accept(List<Integer> candidate) {
    if (tries++ < MAX_TRIES && fails.test(candidate)) {
      best = candidate;
    }
  }
}
