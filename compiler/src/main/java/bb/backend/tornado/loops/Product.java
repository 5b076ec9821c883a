package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The product of two matrices of each example, or of as many as are stacked; an item is a few
 * neighbours in a row of it.
 *
 * @param stacked how many products there are in an example
 * @param a the first matrix; those of a stack follow each other, as examples do
 * @param transposed whether the rows of {@code b} are the product's columns
 */
public record Product(long stacked, View a, View b, View out, boolean transposed)
    implements DeviceKernel {
  /** Elements that one work-item computes, if a row divides so. */
  private static final List<Integer> BLOCKS = List.of(8, 4, 2, 1);

  @Override
  public String name() {
    return transposed ? "productTransposed" : "product";
  }

  @Override
  public List<Param> params() {
    return List.of(Param.of("x0"), Param.of("x1"), Param.of("y"));
  }

  @Override
  public CodeBlock parallel() {
    int block =
        BLOCKS.stream().filter(size -> out.channels() % size == 0).findFirst().orElseThrow();
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow(
        "for (@$T int row = 0; row < $L; row++)", Code.PARALLEL, N.times(stacked * out.pixels()));
    code.beginControlFlow(
        "for (@$T int block = 0; block < $L; block++)", Code.PARALLEL, out.channels() / block);
    code.addStatement("int example = $L", ROW.over(out.pixels()));
    code.addStatement("int c = $L", variable("block").times(block));
    code.addStatement("int from = $L", a.at(ROW, ZERO));
    IndexExpr first = EXAMPLE.times(b.pixels());
    code.addStatement("int at = $L", transposed ? b.at(first.plus(C), ZERO) : b.at(first, C));
    for (int j = 0; j < block; j++) {
      code.addStatement("float s$L = 0f", j);
    }
    code.beginControlFlow("for (int k = 0; k < $L; k++)", a.channels());
    code.addStatement("float x = get(x0, from + k)");
    for (int j = 0; j < block; j++) {
      code.addStatement("s$L += x * get(x1, $L)", j, variable("at").plus(factor(j)));
    }
    code.endControlFlow();
    for (int j = 0; j < block; j++) {
      code.addStatement("put(y, $L, s$L)", out.at(ROW, C.plus(j)), j);
    }
    return code.endControlFlow().endControlFlow().build();
  }

  /** Where element k of column j is, from column 0's first on. */
  private IndexExpr factor(int j) {
    return transposed ? K.plus(j * b.stride()) : K.times(b.stride()).plus(j);
  }
}
