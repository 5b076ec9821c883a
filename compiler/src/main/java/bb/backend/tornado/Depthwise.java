package bb.backend.tornado;

import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * A convolution that gives each channel a filter of its own, with its epilogue. The filter is
 * {@code [tap][channel]}, so that neighbouring work-items read neighbours.
 */
record Depthwise(View in, View out, Window window, Epilogue epilogue) implements DeviceKernel {
  @Override
  public String name() {
    return "depthwise" + window.kernelHeight() + "x" + window.kernelWidth() + "_";
  }

  @Override
  public List<Param> params() {
    return epilogue.params();
  }

  @Override
  public CodeBlock parallel() {
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < n * $pixels:L; row++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
            int example = row / $pixels:L;
            int oy = row % $pixels:L / $width:L;
            int ox = row % $width:L;
            float sum = $start:L;
            for (int ky = 0; ky < $kernelHeight:L; ky++) {
              int iy = oy * $strideHeight:L + ky * $dilationHeight:L - $padTop:L;
              if (iy >= 0 && iy < $inHeight:L) {
                for (int kx = 0; kx < $kernelWidth:L; kx++) {
                  int ix = ox * $strideWidth:L + kx * $dilationWidth:L - $padLeft:L;
                  if (ix >= 0 && ix < $inWidth:L) {
                    float x = get(x0, $from:L);
                    sum += x * get(w0, (ky * $kernelWidth:L + kx) * $channels:L + c);
                  }
                }
              }
            }
            $store:L
          }
        }
        """,
        "pixels",
        out.pixels(),
        "channels",
        out.channels(),
        "width",
        out.width(),
        "start",
        epilogue.start("c"),
        "kernelHeight",
        window.kernelHeight(),
        "kernelWidth",
        window.kernelWidth(),
        "strideHeight",
        window.strideHeight(),
        "strideWidth",
        window.strideWidth(),
        "dilationHeight",
        window.dilationHeight(),
        "dilationWidth",
        window.dilationWidth(),
        "padTop",
        window.padTop(),
        "padLeft",
        window.padLeft(),
        "inHeight",
        in.height(),
        "inWidth",
        in.width(),
        "from",
        in.at("((example * %d + iy) * %d + ix)".formatted(in.height(), in.width()), "c"),
        "store",
        epilogue.store("sum", out, "row", "c"));
  }
}
