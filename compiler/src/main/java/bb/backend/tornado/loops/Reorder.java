package bb.backend.tornado.loops;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.Indexing;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The same elements in row-major order under another shape, where the two lie in memory in another
 * order than that, and so have to be counted through each in its own dimensions.
 */
public record Reorder(
    List<Long> fromDims,
    Access from,
    boolean exactFrom,
    List<Long> toDims,
    Access to,
    boolean exactTo)
    implements DeviceKernel {
  public Reorder {
    fromDims = List.copyOf(fromDims);
    toDims = List.copyOf(toDims);
  }

  @Override
  public String name() {
    return "reorder";
  }

  @Override
  public List<Param> params() {
    return List.of(new Param("x0", exactFrom), new Param("y", exactTo));
  }

  @Override
  public CodeBlock parallel() {
    Indexing reading = new Indexing(fromDims, List.of(from));
    Indexing writing = new Indexing(toDims, List.of(to));
    return CodeBlock.builder()
        .beginControlFlow("for (@$T int i = 0; i < $L; i++)", Code.PARALLEL, Indexing.count(toDims))
        .add(reading.counters("r"))
        .add(writing.counters("w"))
        .addStatement("put(y, $L, get(x0, $L))", writing.index(0, "w"), reading.index(0, "r"))
        .endControlFlow()
        .build();
  }
}
