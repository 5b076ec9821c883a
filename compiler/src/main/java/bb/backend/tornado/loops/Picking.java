package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.Indexing;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * Slices of a tensor, by the numbers of another; an item is an element of the output.
 *
 * @param dims of the output, outermost first
 * @param from where the first slice's elements are, by the output's dimensions
 * @param numbers which slice each element is of
 * @param size slices that there are, {@code step} apart
 * @param exact whether the arrays are {@link Param#exact}: tensor, numbers, output
 */
public record Picking(
    List<Long> dims,
    Access from,
    Access numbers,
    Access to,
    long size,
    long step,
    List<Boolean> exact)
    implements DeviceKernel {
  public Picking {
    dims = List.copyOf(dims);
    exact = List.copyOf(exact);
  }

  @Override
  public String name() {
    return "pick";
  }

  @Override
  public List<Param> params() {
    return List.of(
        new Param("x0", exact.get(0)), new Param("x1", exact.get(1)), new Param("y", exact.get(2)));
  }

  @Override
  public CodeBlock parallel() {
    Indexing indexing = new Indexing(dims, List.of(from, numbers, to));
    return Code.of(
        """
        for (@$parallel:T int i = 0; i < $count:L; i++) {
        $>$counters:L$<  int number = (int) get(x1, $number:L);
          int least = number < 0 ? 0 : number;
          int taken = least < $size:L ? least : $last:L;
          put(y, $to:L, get(x0, $from:L));
        }
        """,
        "count",
        Indexing.count(dims),
        "counters",
        indexing.counters(),
        "number",
        indexing.index(1),
        "size",
        size,
        "last",
        size - 1,
        "to",
        indexing.index(2),
        "from",
        indexing.index(0).plus(variable("taken").times(step)));
  }
}
