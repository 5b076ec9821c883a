package bb.backend.tornado.loops;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Ints;
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
        "for (@$T int row = 0; row < $L; row++)", Code.PARALLEL, Ints.times("n", out.pixels()));
    code.beginControlFlow("for (@$T int k = 0; k < $L; k++)", Code.PARALLEL, size());
    code.add(WindowLoops.place(out));
    String tap = Ints.over("k", in.channels());
    code.addStatement("int iy = $L", at(loops.top(), Ints.over(tap, window.kernelWidth()), true));
    code.addStatement(
        "int ix = $L", at(loops.left(), Ints.modulo(tap, window.kernelWidth()), false));
    code.addStatement("float x = 0f");
    code.beginControlFlow("if (inside(iy, $L, ix, $L))", in.height(), in.width());
    String row = "(" + in.row("example", "iy", "ix") + ")";
    code.addStatement("x = get(x0, $L)", in.at(row, Ints.modulo("k", in.channels())));
    code.endControlFlow();
    code.addStatement("put(y, $L, x)", Ints.sum(Ints.times("row", size()), "k"));
    return code.endControlFlow().endControlFlow().build();
  }

  private String at(String first, String tap, boolean vertical) {
    long dilation = vertical ? window.dilationHeight() : window.dilationWidth();
    return Ints.sum(first, Ints.times(tap, dilation));
  }
}
