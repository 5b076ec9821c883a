package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.IX;
import static bb.backend.tornado.index.Variables.IY;
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
 * A convolution that gives each channel a filter of its own, with its epilogue. The filter is
 * {@code [tap][channel]}, so that neighbouring work-items read neighbours.
 */
public record Depthwise(View in, View out, Window window, Epilogue epilogue)
    implements DeviceKernel {
  @Override
  public String name() {
    return "depthwise" + window.kernelHeight() + "x" + window.kernelWidth();
  }

  @Override
  public List<Param> params() {
    return epilogue.params();
  }

  @Override
  public CodeBlock parallel() {
    WindowLoops loops = new WindowLoops(in, out, window);
    IndexExpr tap = variable("ky").times(window.kernelWidth()).plus(variable("kx"));
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
        $>$>$place:L$<$<    float sum = $start:L;
        $>$>$taps:L$store:L$<$<  }
        }
        """,
        "rows",
        N.times(out.pixels()),
        "channels",
        out.channels(),
        "place",
        loops.place(),
        "start",
        epilogue.start(C),
        "taps",
        loops.around(
            CodeBlock.builder()
                .addStatement("float x = get(x0, $L)", in.at(in.row(EXAMPLE, IY, IX), C))
                .addStatement("sum += x * get(w0, $L)", tap.times(out.channels()).plus(C))
                .build()),
        "store",
        epilogue.store("sum", out, ROW, C));
  }
}
