package bb.backend.tornado.loops;

import bb.backend.source.Body;
import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.DeviceDialect;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.Indexing;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The same expression of every element. With the identity it moves: what reshapes, permutes,
 * slices, joins, shuffles or crosses over to the caller's layout differs only in how the arrays are
 * walked through.
 *
 * @param dims what is counted through for one example, outermost first
 * @param out where the elements go
 * @param reads where {@code In(i)} comes from
 * @param exact whether the arrays at this index, the written one last, are {@link Param#exact}
 */
public record Elementwise(
    List<Long> dims, Access out, List<Access> reads, List<Boolean> exact, ScalarExpr expression)
    implements DeviceKernel {
  public Elementwise {
    dims = List.copyOf(dims);
    reads = List.copyOf(reads);
    exact = List.copyOf(exact);
  }

  @Override
  public String name() {
    return expression.equals(ScalarExpr.IDENTITY) ? "move" : "elements";
  }

  @Override
  public List<Param> params() {
    List<Param> params = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      params.add(new Param("x" + i, exact.get(i)));
    }
    params.add(new Param("y", exact.getLast()));
    return params;
  }

  @Override
  public CodeBlock parallel() {
    List<Access> accesses = Stream.concat(reads.stream(), Stream.of(out)).toList();
    Indexing indexing = new Indexing(dims, accesses);
    List<IndexExpr> places =
        IntStream.range(0, accesses.size()).mapToObj(i -> indexing.index(i)).toList();
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (@$T int i = 0; i < $L; i++)", Code.PARALLEL, Indexing.count(dims));
    code.add(indexing.counters());
    Body body = new Body(new DeviceDialect(), leaf -> read(leaf, places), code);
    CodeBlock value = body.value(expression);
    code.addStatement("put(y, $L, $L)", places.getLast(), value);
    code.endControlFlow();
    return code.build();
  }

  private static CodeBlock read(ScalarExpr leaf, List<IndexExpr> places) {
    return switch (leaf) {
      case ScalarExpr.In(int index) -> CodeBlock.of("get(x$L, $L)", index, places.get(index));
      case ScalarExpr.Channel _,
          ScalarExpr.Const _,
          ScalarExpr.Unary _,
          ScalarExpr.Binary _,
          ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not an element: " + leaf);
    };
  }
}
