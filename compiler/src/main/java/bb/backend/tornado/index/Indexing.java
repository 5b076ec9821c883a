package bb.backend.tornado.index;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.I;
import static bb.backend.tornado.index.Variables.N;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How the number of an element becomes its place in each of several arrays. Dimensions that all
 * arrays walk through alike become one, so that what needs no division has none.
 */
public final class Indexing {
  private final List<Access> accesses;

  /** Extents outermost first; the first is to be multiplied by the batch. */
  private final List<Long> extents = new ArrayList<>();

  /** For each extent the stride in each array. */
  private final List<List<Long>> strides = new ArrayList<>();

  /** For each dimension its extent's number; -1 if there is nothing to count. */
  private final List<Integer> levels = new ArrayList<>();

  /** The extents of the dimensions that have counters of their own. */
  private final Set<Integer> counters = new HashSet<>();

  /**
   * @param dims what is counted through for one example, outermost first
   */
  public Indexing(List<Long> dims, List<Access> accesses) {
    this(dims, accesses, _ -> false);
  }

  /**
   * @param apart the dimensions that have counters of their own
   */
  public Indexing(List<Long> dims, List<Access> accesses, IntPredicate apart) {
    this.accesses = accesses;
    extents.add(1L);
    strides.add(accesses.stream().map(Access::example).toList());
    boolean closed = false;
    for (int d = 0; d < dims.size(); d++) {
      int dim = d;
      if (dims.get(d) > 1) {
        boolean own = closed || apart.test(d);
        push(dims.get(d), accesses.stream().map(a -> a.strides().get(dim)).toList(), own);
        closed = apart.test(d);
        if (closed) {
          counters.add(extents.size() - 1);
        }
      }
      levels.add(dims.get(d) > 1 ? extents.size() - 1 : -1);
    }
  }

  /** The counter of a dimension that has one of its own, whose name begins with {@code d}. */
  public IndexExpr counter(int dim) {
    return levels.get(dim) < 0 ? ZERO : variable("d" + levels.get(dim));
  }

  /** How many there are to count: an expression of the batch. */
  public static IndexExpr count(List<Long> dims) {
    return N.times(dims.stream().reduce(1L, Math::multiplyExact));
  }

  private void push(long extent, List<Long> inner, boolean own) {
    List<Long> outer = strides.getLast();
    boolean joins =
        !own
            && IntStream.range(0, inner.size())
                .allMatch(i -> outer.get(i) == inner.get(i) * extent);
    if (joins) {
      extents.set(extents.size() - 1, extents.getLast() * extent);
      strides.set(strides.size() - 1, inner);
    } else {
      extents.add(extent);
      strides.add(inner);
    }
  }

  /** {@link #counters(String)} with names that begin with {@code d}. */
  public CodeBlock counters() {
    return counters("d");
  }

  /** {@link #index(int, String)} of counters whose names begin with {@code d}. */
  public IndexExpr index(int access) {
    return index(access, "d");
  }

  /**
   * Statements that define the counters, from the element's number {@code i}.
   *
   * @param name what their names begin with
   */
  public CodeBlock counters(String name) {
    CodeBlock.Builder code = CodeBlock.builder();
    IndexExpr rest = I;
    for (int level = extents.size() - 1; level > 0 && isNeeded(0, level); level--) {
      if (isNeeded(level, level)) {
        code.addStatement("int $L$L = $L", name, level, rest.modulo(extents.get(level)));
      }
      if (isNeeded(0, level - 1)) {
        IndexExpr next = variable(level == 1 ? name + "0" : name + "rest" + level);
        code.addStatement("int $L = $L", next, rest.over(extents.get(level)));
        rest = next;
      }
    }
    return code.build();
  }

  /** Whether something is indexed by one of these counters. */
  private boolean isNeeded(int first, int last) {
    for (int level = first; level <= last; level++) {
      for (int access = 0; access < accesses.size(); access++) {
        if (strides.get(level).get(access) != 0 && !isRunning(access)) {
          return true;
        }
      }
    }
    return IntStream.rangeClosed(first, last).anyMatch(counters::contains);
  }

  /** Whether the elements of an array follow each other as they are counted. */
  private boolean isRunning(int access) {
    long size = 1;
    for (int level = extents.size() - 1; level >= 0; level--) {
      if (strides.get(level).get(access) != size) {
        return false;
      }
      size *= extents.get(level);
    }
    return true;
  }

  /** The place in array {@code access}, of the counters that begin with {@code name}. */
  public IndexExpr index(int access, String name) {
    IndexExpr sum = isRunning(access) ? I : ZERO;
    for (int level = 0; level < extents.size() && !isRunning(access); level++) {
      IndexExpr counter = extents.size() == 1 ? I : variable(name + level);
      sum = sum.plus(counter.times(strides.get(level).get(access)));
    }
    return sum.plus(accesses.get(access).first());
  }
}
