package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * Rows of a table of the weights, by number; an item is a feature of one.
 *
 * @param rows of the table; a number past an end takes the last there
 * @param exact whether the numbers' array is of 32-bit floats at any precision
 */
public record Lookup(View numbers, boolean exact, long rows, View out) implements DeviceKernel {
  @Override
  public String name() {
    return "lookup";
  }

  @Override
  public List<Param> params() {
    return List.of(new Param("x0", exact), Param.of("w0"), Param.of("y"));
  }

  @Override
  public CodeBlock parallel() {
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int c = 0; c < $features:L; c++) {
            int number = (int) get(x0, $number:L);
            int least = number < 0 ? 0 : number;
            int id = least < $size:L ? least : $last:L;
            put(y, $to:L, get(w0, $from:L));
          }
        }
        """,
        "rows",
        N.times(out.pixels()),
        "size",
        rows,
        "last",
        rows - 1,
        "features",
        out.channels(),
        "number",
        numbers.element(ROW),
        "to",
        out.at(ROW, C),
        "from",
        variable("id").times(out.channels()).plus(C));
  }
}
