package bb.backend.tornado.code;

import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.kernel.ScalarExpr.Function;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.Locale;

/** Expressions of floats, with the functions of {@code DeviceMath}. */
public final class DeviceDialect implements Dialect {
  @Override
  public TypeName type() {
    return TypeName.FLOAT;
  }

  /** No infinities: drivers compile as if there were none. */
  @Override
  public CodeBlock constant(float value) {
    return CodeBlock.of("$Lf", Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE));
  }

  @Override
  public CodeBlock unary(Function function, CodeBlock x, Body body) {
    return function == Function.NEGATE
        ? CodeBlock.of("-($L)", x)
        : CodeBlock.of("$N($L)", function.name().toLowerCase(Locale.ROOT), x);
  }
}
