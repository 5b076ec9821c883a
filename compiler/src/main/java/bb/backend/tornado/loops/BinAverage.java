package bb.backend.tornado.loops;

import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.IX;
import static bb.backend.tornado.index.Variables.IY;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.OX;
import static bb.backend.tornado.index.Variables.OY;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.Ratio;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The mean of each of so many bins; an item is a channel of an output pixel. Each line of pixels is
 * summed up by itself, so that a large image loses no accuracy.
 */
public record BinAverage(View in, View out) implements DeviceKernel {
  @Override
  public String name() {
    return out.pixels() == 1 ? "mean" : "bins" + out.height() + "x" + out.width();
  }

  @Override
  public List<Param> params() {
    return Param.IN_OUT;
  }

  @Override
  public CodeBlock parallel() {
    return out.pixels() == 1 ? mean() : bins();
  }

  /** Counts places, not lines: loops of a known length would be written out, pixel by pixel. */
  private CodeBlock mean() {
    long line = in.width() * in.stride();
    return Code.of(
        """
        for (@$parallel:T int example = 0; example < n; example++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
            int first = $first:L;
            float sum = 0f;
            for (int left = first; left < first + $image:L; left += $line:L) {
              float part = 0f;
              for (int at = left; at < left + $line:L; at += $pixel:L) {
                part += get(x0, at);
              }
              sum += part;
            }
            put(y, $to:L, sum / $count:Lf);
          }
        }
        """,
        "channels",
        out.channels(),
        "first",
        in.at(in.row(EXAMPLE, IndexExpr.ZERO, IndexExpr.ZERO), C),
        "image",
        in.height() * line,
        "line",
        line,
        "pixel",
        in.stride(),
        "to",
        out.at(EXAMPLE, C),
        "count",
        in.pixels());
  }

  private CodeBlock bins() {
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
        $>$>$place:L$vertical:L$horizontal:L$<$<    float sum = 0f;
            for (int iy = top; iy < bottom; iy++) {
              float line = 0f;
              for (int ix = left; ix < right; ix++) {
                line += get(x0, $from:L);
              }
              sum += line;
            }
            float count = (bottom - top) * (right - left);
            put(y, $to:L, sum / count);
          }
        }
        """,
        "rows",
        N.times(out.pixels()),
        "channels",
        out.channels(),
        "place",
        WindowLoops.place(out),
        "vertical",
        bin(OY, in.height(), out.height(), "top", "bottom"),
        "horizontal",
        bin(OX, in.width(), out.width(), "left", "right"),
        "from",
        in.at(in.row(EXAMPLE, IY, IX), C),
        "to",
        out.at(ROW, C));
  }

  /** Where bin {@code index} of {@code bins} begins and ends. */
  private static CodeBlock bin(IndexExpr index, long size, long bins, String first, String end) {
    Ratio ratio = Ratio.of(size, 0, bins, bins + 1);
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int $L = $L", first, ratio.floor(index));
    return code.addStatement("int $L = $L", end, ratio.ceil(index.plus(1))).build();
  }
}
