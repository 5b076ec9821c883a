package bb.backend.tornado.loops;

import static bb.backend.tornado.index.Variables.FROM;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.TO;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.code.Sums;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.Indexing;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * exp(x) / sum of exp(x) along lines; an item is a line.
 *
 * @param dims what is counted through for one example to find the lines, outermost first
 * @param from, to where the lines' first elements are
 * @param length elements of a line
 * @param step, toStep from an element to the next
 */
public record SoftmaxLines(
    List<Long> dims, Access from, Access to, long length, long step, long toStep)
    implements DeviceKernel {
  public SoftmaxLines {
    dims = List.copyOf(dims);
  }

  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public List<Param> params() {
    return Param.IN_OUT;
  }

  @Override
  public CodeBlock parallel() {
    Indexing indexing = new Indexing(dims, List.of(from, to));
    IndexExpr at = FROM.plus(K.times(step));
    return Code.of(
        """
        for (@$parallel:T int i = 0; i < $lines:L; i++) {
        $>$counters:L$<  int from = $from:L;
          int to = $to:L;
          float max = -3.4e38f;
          for (int k = 0; k < $length:L; k++) {
            max = $math:T.max(max, get(x0, $at:L));
          }
          float sum = 0f;
        $>$sum:L$<  for (int k = 0; k < $length:L; k++) {
            put(y, $toAt:L, exp(get(x0, $at:L) - max) / sum);
          }
        }
        """,
        "lines",
        Indexing.count(dims),
        "counters",
        indexing.counters(),
        "from",
        indexing.index(0),
        "to",
        indexing.index(1),
        "length",
        length,
        "math",
        Math.class,
        "at",
        at,
        "sum",
        Sums.of("sum", "k", length, CodeBlock.of("exp(get(x0, $L) - max)", at)),
        "toAt",
        TO.plus(K.times(toStep)));
  }
}
