package bb.backend.tornado.loops;

import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows the sums of a convolution that a library has computed: bias and epilogue, and the
 * way back to the layout of activations. The sums may lie where the output goes.
 *
 * @param planar whether the sums are {@code [example][channel][pixel]}, or rows
 * @param stride elements from one row of sums to the next
 */
public record Finish(View out, boolean planar, long stride, Epilogue epilogue)
    implements DeviceKernel {
  @Override
  public String name() {
    return "finish";
  }

  @Override
  public List<Param> params() {
    List<Param> params = new ArrayList<>(epilogue.params());
    params.removeIf(param -> param.name().equals("w0"));
    return params;
  }

  /** Whether there is nothing to do if the sums lie where the output goes. */
  public static boolean isNothing(Epilogue epilogue) {
    return !epilogue.bias() && epilogue.expression().equals(ScalarExpr.IDENTITY);
  }

  @Override
  public CodeBlock parallel() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow(
        "for (@$T int row = 0; row < $L; row++)", Code.PARALLEL, N.times(out.pixels()));
    code.beginControlFlow("for (@$T int c = 0; c < $L; c++)", Code.PARALLEL, out.channels());
    String bias = epilogue.bias() ? " + get(w1, c)" : "";
    code.addStatement("float sum = get(x0, $L)$L", sum(), bias);
    code.add(epilogue.store("sum", out, ROW, C));
    return code.endControlFlow().endControlFlow().build();
  }

  private IndexExpr sum() {
    if (!planar) {
      return ROW.times(stride).plus(C);
    }
    IndexExpr example = ROW.over(out.pixels()).times(out.channels());
    IndexExpr plane = example.plus(C).times(out.pixels());
    return plane.plus(ROW.modulo(out.pixels()));
  }
}
