package bb.backend.tornado.loops;

import static bb.backend.tornado.index.Variables.I;
import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** The numbers 0, 1, ... in each example; an item is one of them. */
public record CountUp(View out, boolean exact) implements DeviceKernel {
  @Override
  public String name() {
    return "count";
  }

  @Override
  public List<Param> params() {
    return List.of(new Param("y", exact));
  }

  @Override
  public CodeBlock parallel() {
    return Code.of(
        """
        for (@$parallel:T int i = 0; i < $count:L; i++) {
          put(y, $to:L, $number:L);
        }
        """,
        "count",
        N.times(out.channels()),
        "to",
        out.element(I),
        "number",
        I.modulo(out.channels()));
  }
}
