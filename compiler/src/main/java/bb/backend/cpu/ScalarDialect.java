package bb.backend.cpu;

import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.kernel.ScalarExpr.Function;
import bb.runtime.cpu.ScalarFunctions;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;

/** Expressions of floats. */
final class ScalarDialect implements Dialect {
  @Override
  public TypeName type() {
    return TypeName.FLOAT;
  }

  @Override
  public CodeBlock constant(float value) {
    return Dialect.literal(value);
  }

  @Override
  public CodeBlock unary(Function function, CodeBlock x, Body body) {
    return switch (function) {
      case NEGATE -> CodeBlock.of("-($L)", x);
      case ABS -> CodeBlock.of("$T.abs($L)", Math.class, x);
      case EXP -> CodeBlock.of("$T.exp($L)", ScalarFunctions.class, x);
      case LOG1P -> CodeBlock.of("$T.log1p($L)", ScalarFunctions.class, x);
      case LOG -> CodeBlock.of("$T.log($L)", ScalarFunctions.class, x);
      case SIN -> CodeBlock.of("$T.sin($L)", ScalarFunctions.class, x);
      case COS -> CodeBlock.of("$T.cos($L)", ScalarFunctions.class, x);
      case FLOOR -> CodeBlock.of("$T.floor($L)", ScalarFunctions.class, x);
      case SQRT -> CodeBlock.of("(float) $T.sqrt($L)", Math.class, x);
      case TANH -> CodeBlock.of("$T.tanh($L)", ScalarFunctions.class, x);
      case SIGMOID -> CodeBlock.of("$T.sigmoid($L)", ScalarFunctions.class, x);
      case ERF -> CodeBlock.of("$T.erf($L)", ScalarFunctions.class, x);
    };
  }
}
