package bb.backend.tornado.code;

import static bb.backend.tornado.index.IndexExpr.variable;

import bb.backend.tornado.index.IndexExpr;
import com.palantir.javapoet.CodeBlock;
import java.util.function.Function;

/** Loops that add up numbers: long ones block by block, so that the sum's rounding stays small. */
public final class Sums {
  /** From here on there are blocks. */
  private static final long LONG = 1024;

  private Sums() {}

  /**
   * A loop that adds {@code term} to {@code sum} for each {@code counter} below {@code length}.
   *
   * @param sum a variable of the kernel
   * @param term an expression of the counter
   */
  public static CodeBlock of(String sum, String counter, long length, CodeBlock term) {
    return of(sum, counter, length, (String part) -> CodeBlock.of("$L += $L;\n", part, term));
  }

  /**
   * A loop.
   *
   * @param body statements that add to the variable of the given name
   */
  public static CodeBlock of(
      String sum, String counter, long length, Function<String, CodeBlock> body) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (length <= LONG) {
      code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L++)", counter, length);
      return code.add(body.apply(sum)).endControlFlow().build();
    }
    long block = block(length);
    IndexExpr first = variable(counter + "0");
    String part = sum + "0";
    IndexExpr end = first.plus(block);
    code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L += $3L)", first, length, block);
    code.addStatement("float $L = 0f", part);
    code.beginControlFlow(
        "for (int $1L = $2L; $1L < $3L; $1L++)",
        counter,
        first,
        length % block == 0 ? end : end.atMost(length));
    code.add(body.apply(part)).endControlFlow();
    return code.addStatement("$L += $L", sum, part).endControlFlow().build();
  }

  /** About as many elements to a block as there are blocks, and a power of two. */
  private static long block(long length) {
    return Long.highestOneBit((long) Math.sqrt(length));
  }
}
