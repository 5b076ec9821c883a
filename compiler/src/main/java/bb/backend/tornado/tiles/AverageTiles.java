package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.FROM;
import static bb.backend.tornado.index.Variables.GROUP_X;
import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.BinAverage;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The mean of all pixels in work-groups of so many channels, 32 bytes of them: the least that is
 * read at once. The items of a channel share its pixels out.
 */
final class AverageTiles {
  private static final int LANES = 8;

  /** Fewer pixels leave items idle. */
  private static final int SLICES = 32;

  private AverageTiles() {}

  /** None for bins, or if loops are better. */
  static List<TiledKernel> variants(BinAverage average) {
    View in = average.in();
    View out = average.out();
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
              put(y, $to:L, parts[item] / $pixels:L);
            }
            """,
            "items",
            LANES * SLICES,
            "lanes",
            LANES,
            "from",
            in.at(GROUP_X.times(in.pixels()), C.atMost(out.channels() - 1)),
            "pixels",
            in.pixels(),
            "slices",
            SLICES,
            "at",
            FROM.plus(variable("p").times(in.stride())),
            "half",
            SLICES / 2,
            "channels",
            out.channels(),
            "to",
            out.at(GROUP_X, C));
    return List.of(
        new TiledKernel(
            "columns",
            1,
            N,
            Math.ceilDiv(out.channels(), LANES),
            1,
            LANES * SLICES,
            LANES * SLICES,
            body));
  }
}
