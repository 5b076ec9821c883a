package bb.backend.tornado.loops;

import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.IX;
import static bb.backend.tornado.index.Variables.IY;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The inputs of each output pixel of a convolution in one row, {@code [tap][channel]}, so that the
 * convolution becomes a product of matrices (known as im2col); what lies in the padding is 0.
 */
public record Gather(View in, View out, Window window) implements DeviceKernel {
  @Override
  public String name() {
    return "gather" + window.kernelHeight() + "x" + window.kernelWidth();
  }

  @Override
  public List<Param> params() {
    return List.of(Param.of("x0"), Param.of("y"));
  }

  /** Elements of a row. */
  public long size() {
    return window.kernelHeight() * window.kernelWidth() * in.channels();
  }

  @Override
  public CodeBlock parallel() {
    WindowLoops loops = new WindowLoops(in, out, window);
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow(
        "for (@$T int row = 0; row < $L; row++)", Code.PARALLEL, N.times(out.pixels()));
    code.beginControlFlow("for (@$T int k = 0; k < $L; k++)", Code.PARALLEL, size());
    code.add(WindowLoops.place(out));
    IndexExpr tap = K.over(in.channels());
    code.addStatement("int iy = $L", at(loops.top(), tap.over(window.kernelWidth()), true));
    code.addStatement("int ix = $L", at(loops.left(), tap.modulo(window.kernelWidth()), false));
    code.addStatement("float x = 0f");
    code.beginControlFlow("if (inside(iy, $L, ix, $L))", in.height(), in.width());
    IndexExpr row = in.row(EXAMPLE, IY, IX);
    code.addStatement("x = get(x0, $L)", in.at(row, K.modulo(in.channels())));
    code.endControlFlow();
    code.addStatement("put(y, $L, x)", ROW.times(size()).plus(K));
    return code.endControlFlow().endControlFlow().build();
  }

  private IndexExpr at(IndexExpr first, IndexExpr tap, boolean vertical) {
    long dilation = vertical ? window.dilationHeight() : window.dilationWidth();
    return first.plus(tap.times(dilation));
  }
}
