package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The state space model of Mamba; an item is a channel, which goes through the tokens one after the
 * other.
 */
public record Scan(View u, View delta, View a, View b, View c, View skip, View out)
    implements DeviceKernel {
  private static final IndexExpr CHANNEL = variable("channel");

  @Override
  public String name() {
    return "scan";
  }

  @Override
  public List<Param> params() {
    return List.of(
        Param.of("x0"),
        Param.of("x1"),
        Param.of("x2"),
        Param.of("x3"),
        Param.of("x4"),
        Param.of("x5"),
        Param.of("y"));
  }

  @Override
  public CodeBlock parallel() {
    return Code.of(
        """
        for (@$parallel:T int example = 0; example < n; example++) {
          for (@$parallel:T int channel = 0; channel < $channels:L; channel++) {
            float[] rate = new float[$states:L];
            float[] state = new float[$states:L];
            for (int k = 0; k < $states:L; k++) {
              rate[k] = get(x2, $rate:L);
              state[k] = 0f;
            }
            float skip = get(x5, $skip:L);
            for (int token = 0; token < $tokens:L; token++) {
              int row = $row:L;
              float u = get(x0, $u:L);
              float delta = get(x1, $delta:L);
              float sum = skip * u;
              for (int k = 0; k < $states:L; k++) {
                float b = get(x3, $b:L);
                float c = get(x4, $c:L);
                float next = exp(delta * rate[k]) * state[k] + delta * b * u;
                state[k] = next;
                sum += c * next;
              }
              put(y, $to:L, sum);
            }
          }
        }
        """,
        "channels",
        out.channels(),
        "states",
        a.channels(),
        "rate",
        a.at(EXAMPLE.times(a.pixels()).plus(CHANNEL), K),
        "skip",
        skip.at(EXAMPLE, CHANNEL),
        "tokens",
        out.pixels(),
        "row",
        EXAMPLE.times(out.pixels()).plus(variable("token")),
        "u",
        u.at(ROW, CHANNEL),
        "delta",
        delta.at(ROW, CHANNEL),
        "b",
        b.at(ROW, K),
        "c",
        c.at(ROW, K),
        "to",
        out.at(ROW, CHANNEL));
  }
}
