package bb.backend.tornado.loops;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Ints;
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
        "for (@$T int row = 0; row < $L; row++)", Code.PARALLEL, Ints.times("n", out.pixels()));
    code.beginControlFlow("for (@$T int c = 0; c < $L; c++)", Code.PARALLEL, out.channels());
    String bias = epilogue.bias() ? " + get(w1, c)" : "";
    code.addStatement("float sum = get(x0, $L)$L", sum(), bias);
    code.add(epilogue.store("sum", out, "row", "c"));
    return code.endControlFlow().endControlFlow().build();
  }

  private String sum() {
    if (!planar) {
      return Ints.sum(Ints.times("row", stride), "c");
    }
    String example = Ints.times(Ints.over("row", out.pixels()), out.channels());
    String plane = Ints.times("(" + Ints.sum(example, "c") + ")", out.pixels());
    return Ints.sum(plane, Ints.modulo("row", out.pixels()));
  }
}
