package bb.backend.tornado.loops;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Ints;
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
    String tap = Ints.sum(Ints.times("ky", window.kernelWidth()), "kx");
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
        $>$>$place:L$<$<    float sum = $start:L;
        $>$>$taps:L$store:L$<$<  }
        }
        """,
        "rows",
        Ints.times("n", out.pixels()),
        "channels",
        out.channels(),
        "place",
        loops.place(),
        "start",
        epilogue.start("c"),
        "taps",
        loops.around(
            CodeBlock.builder()
                .addStatement("float x = get(x0, $L)", in.at(in.row("example", "iy", "ix"), "c"))
                .addStatement(
                    "sum += x * get(w0, $L)", Ints.sum(Ints.times(tap, out.channels()), "c"))
                .build()),
        "store",
        epilogue.store("sum", out, "row", "c"));
  }
}
