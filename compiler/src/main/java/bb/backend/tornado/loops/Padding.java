package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.DeviceDialect;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.Indexing;
import bb.kernel.Kernel.Pad;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A value in a frame; an item is an element of the output.
 *
 * @param dims of the output, outermost first
 * @param inner of the input
 * @param before how much of the frame comes first along each dimension
 * @param from where the input's elements are, by its own dimensions
 */
public record Padding(
    List<Long> dims,
    List<Long> inner,
    List<Long> before,
    Access from,
    Access to,
    double value,
    Pad.Mode mode)
    implements DeviceKernel {
  public Padding {
    dims = List.copyOf(dims);
    inner = List.copyOf(inner);
    before = List.copyOf(before);
  }

  @Override
  public String name() {
    return "pad";
  }

  @Override
  public List<Param> params() {
    return Param.IN_OUT;
  }

  @Override
  public CodeBlock parallel() {
    return mode == Pad.Mode.CONSTANT ? constant() : repeated();
  }

  /** Each element is one of the input's. */
  private CodeBlock repeated() {
    Access unpadded = from;
    for (int d = 0; d < dims.size(); d++) {
      unpadded = isWhole(d) ? unpadded : unpadded.stepping(d, 0);
    }
    Indexing indexing = new Indexing(dims, List.of(unpadded, to), d -> !isWhole(d));
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (@$T int i = 0; i < $L; i++)", Code.PARALLEL, Indexing.count(dims));
    code.add(indexing.counters());
    IndexExpr index = indexing.index(0);
    for (int d = 0; d < dims.size(); d++) {
      if (!isWhole(d)) {
        IndexExpr at = indexing.counter(d).plus(-before.get(d));
        code.addStatement("int s$L = $L", d, source(at, inner.get(d)));
        index = index.plus(variable("s" + d).times(from.strides().get(d)));
      }
    }
    code.addStatement("put(y, $L, get(x0, $L))", indexing.index(1), index);
    return code.endControlFlow().build();
  }

  /** {@link Pad.Mode#source} as an expression. */
  private CodeBlock source(IndexExpr at, long size) {
    return switch (mode) {
      case CONSTANT -> CodeBlock.of("$L", at);
      case REFLECT -> CodeBlock.of("$1L - $2T.abs($1L - $2T.abs($3L))", size - 1, Math.class, at);
      case REPLICATE -> CodeBlock.of("$L", at.atLeast(0).atMost(size - 1));
      case CIRCULAR -> CodeBlock.of("$L", at.plus(size).modulo(size));
    };
  }

  private CodeBlock constant() {
    Access shifted = from;
    for (int d = 0; d < dims.size(); d++) {
      shifted = shifted.from(-before.get(d) * from.strides().get(d));
    }
    Indexing indexing = new Indexing(dims, List.of(shifted, to), d -> !isWhole(d));
    return Code.of(
        """
        for (@$parallel:T int i = 0; i < $count:L; i++) {
        $>$counters:L$<  float value = $value:L;
          if ($inside:L) {
            value = get(x0, $from:L);
          }
          put(y, $to:L, value);
        }
        """,
        "count",
        Indexing.count(dims),
        "counters",
        indexing.counters(),
        "value",
        new DeviceDialect().constant((float) value),
        "inside",
        inside(indexing),
        "from",
        indexing.index(0),
        "to",
        indexing.index(1));
  }

  private boolean isWhole(int d) {
    return dims.get(d).equals(inner.get(d));
  }

  private String inside(Indexing indexing) {
    List<String> conditions = new ArrayList<>();
    IntStream.range(0, dims.size())
        .filter(d -> !isWhole(d))
        .forEach(d -> {
          IndexExpr counter = indexing.counter(d);
          long end = before.get(d) + inner.get(d);
          if (before.get(d) > 0) {
            conditions.add(counter + " >= " + before.get(d));
          }
          if (end < dims.get(d)) {
            conditions.add(counter + " < " + end);
          }
        });
    return conditions.isEmpty() ? "true" : String.join(" && ", conditions);
  }
}
