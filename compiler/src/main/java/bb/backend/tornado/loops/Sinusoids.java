package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * The sine and the cosine of each number at frequencies that fall geometrically; an item is a pair.
 *
 * @param exact whether the numbers' array is of 32-bit floats at any precision
 * @param base, offset frequency i is {@code base ^ (-i / (features / 2 - offset))}
 * @param interleaved whether each sine stands before its cosine, or all sines before all cosines
 */
public record Sinusoids(
    View numbers, boolean exact, View out, double base, long offset, boolean interleaved)
    implements DeviceKernel {
  @Override
  public String name() {
    return "sinusoid";
  }

  @Override
  public List<Param> params() {
    return List.of(new Param("x0", exact), Param.of("y"));
  }

  @Override
  public CodeBlock parallel() {
    long half = out.channels() / 2;
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int pair = 0; pair < $half:L; pair++) {
            float angle = get(x0, $number:L) * exp(pair * $slope:Lf);
            put(y, $sine:L, sin(angle));
            put(y, $cosine:L, cos(angle));
          }
        }
        """,
        "rows",
        N.times(out.pixels()),
        "half",
        half,
        "number",
        numbers.element(ROW),
        "slope",
        (float) (-StrictMath.log(base) / (half - offset)),
        "sine",
        out.at(ROW, variable("pair").times(interleaved ? 2 : 1)),
        "cosine",
        out.at(ROW, variable("pair").times(interleaved ? 2 : 1).plus(interleaved ? 1 : half)));
  }
}
