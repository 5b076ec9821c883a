package bb.backend.tornado;

import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The mean of each of so many bins; an item is a channel of an output pixel. Each line of pixels is
 * summed up by itself, so that a large image loses no accuracy.
 */
record BinAverage(View in, View out) implements DeviceKernel {
  private static final int LANES = 8;

  /** Fewer pixels leave items idle. */
  private static final int SLICES = 32;

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

  private CodeBlock mean() {
    return Code.of(
        """
        for (@$parallel:T int example = 0; example < n; example++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
            float sum = 0f;
            for (int iy = 0; iy < $height:L; iy++) {
              float line = 0f;
              for (int ix = 0; ix < $width:L; ix++) {
                line += get(x0, $from:L);
              }
              sum += line;
            }
            put(y, $to:L, sum / $count:Lf);
          }
        }
        """,
        "channels",
        out.channels(),
        "height",
        in.height(),
        "width",
        in.width(),
        "from",
        in.at(in.row("example", "iy", "ix"), "c"),
        "to",
        out.at("example", "c"),
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
        Ints.times("n", out.pixels()),
        "channels",
        out.channels(),
        "place",
        WindowLoops.place(out),
        "vertical",
        bin("oy", in.height(), out.height(), "top", "bottom"),
        "horizontal",
        bin("ox", in.width(), out.width(), "left", "right"),
        "from",
        in.at(in.row("example", "iy", "ix"), "c"),
        "to",
        out.at("row", "c"));
  }

  /** Where bin {@code index} of {@code bins} begins and ends. */
  private static CodeBlock bin(String index, long size, long bins, String first, String end) {
    Ratio ratio = Ratio.of(size, 0, bins, bins + 1);
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int $L = $L", first, ratio.floor(index));
    return code.addStatement("int $L = $L", end, ratio.ceil("(" + index + " + 1)")).build();
  }

  /**
   * The mean of all pixels in work-groups of so many channels, 32 bytes of them: the least that is
   * read at once. The items of a channel share its pixels out.
   */
  @Override
  public List<TiledKernel> tiled() {
    if (out.pixels() > 1 || in.pixels() < SLICES) {
      return List.of();
    }
    CodeBlock body =
        Code.of(
            """
            float[] parts = context.allocateFloatLocalArray($items:L);
            int item = context.localIdx;
            int slice = item / $lanes:L;
            int c = context.groupIdy * $lanes:L + item % $lanes:L;
            int from = $from:L;
            float sum = 0f;
            for (int p = slice; p < $pixels:L; p += $slices:L) {
              sum += get(x0, $at:L);
            }
            parts[item] = sum;
            context.localBarrier();
            for (int half = $half:L; half > 0; half /= 2) {
              if (slice < half) {
                parts[item] += parts[item + half * $lanes:L];
              }
              context.localBarrier();
            }
            if (slice == 0 && c < $channels:L) {
              put(y, $to:L, parts[item] / $pixels:Lf);
            }
            """,
            "items",
            LANES * SLICES,
            "lanes",
            LANES,
            "from",
            in.at(
                Ints.times("context.groupIdx", in.pixels()),
                "Math.min(c, " + (out.channels() - 1) + ")"),
            "pixels",
            in.pixels(),
            "slices",
            SLICES,
            "at",
            Ints.sum("from", Ints.times("p", in.stride())),
            "half",
            SLICES / 2,
            "channels",
            out.channels(),
            "to",
            out.at("context.groupIdx", "c"));
    return List.of(
        new TiledKernel(
            "columns",
            1,
            CodeBlock.of("n"),
            Math.ceilDiv(out.channels(), LANES),
            1,
            LANES * SLICES,
            LANES * SLICES,
            body));
  }
}
