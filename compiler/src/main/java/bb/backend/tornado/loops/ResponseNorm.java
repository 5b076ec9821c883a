package bb.backend.tornado.loops;

import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * x / (bias + alpha / size * sum of squares over {@code size} neighbouring channels) ^ beta; an
 * item is an element.
 */
public record ResponseNorm(View in, View out, long size, double alpha, double beta, double bias)
    implements DeviceKernel {
  @Override
  public String name() {
    return "response";
  }

  @Override
  public List<Param> params() {
    return Param.IN_OUT;
  }

  @Override
  public CodeBlock parallel() {
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
            int first = $math:T.max(0, $first:L);
            int last = $math:T.min($end:L, $last:L);
            float squares = 0f;
            for (int k = first; k <= last; k++) {
              float x = get(x0, $neighbour:L);
              squares += x * x;
            }
            float base = $bias:Lf + squares * $factor:Lf;
            put(y, $to:L, get(x0, $from:L) * pow(base, -$beta:Lf));
          }
        }
        """,
        "rows",
        N.times(out.pixels()),
        "channels",
        out.channels(),
        "math",
        Math.class,
        "first",
        C.plus(-(size / 2)),
        "end",
        out.channels() - 1,
        "last",
        C.plus((size - 1) / 2),
        "neighbour",
        in.at(ROW, K),
        "bias",
        (float) bias,
        "factor",
        (float) (alpha / size),
        "to",
        out.at(ROW, C),
        "from",
        in.at(ROW, C),
        "beta",
        (float) beta);
  }
}
