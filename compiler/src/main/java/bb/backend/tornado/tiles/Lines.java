package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.index.IndexExpr;
import com.palantir.javapoet.CodeBlock;

/**
 * Work-groups for lines of numbers: the items that share a line out read neighbours, and reduce
 * what each has found to one number for the line.
 *
 * @param lines for each example
 * @param length numbers of a line
 */
record Lines(long lines, long length) {
  /** A shorter line is done by one item. */
  private static final long SHORT = 32;

  /** Numbers for each item, if there are so many. */
  private static final long SHARE = 4;

  private static final int ITEMS = 256;

  boolean areLong() {
    return length >= SHORT;
  }

  /** Items of a line: a power of two. */
  private int lanes() {
    return Math.toIntExact(Math.clamp(Long.highestOneBit(length / SHARE), SHORT, ITEMS));
  }

  /** Lines of a work-group. */
  private int height() {
    return ITEMS / lanes();
  }

  /** A method of work-groups with such statements. */
  TiledKernel kernel(CodeBlock body) {
    IndexExpr groups = N.times(lines).plus(height() - 1).over(height());
    return new TiledKernel("lines", 1, groups, 1, 1, ITEMS, ITEMS, body);
  }

  /** Statements that define {@code i}, the line; items beyond the last line do it once more. */
  CodeBlock begin() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] parts = context.allocateFloatLocalArray($L)", ITEMS);
    code.addStatement("int item = context.localIdx");
    if (height() == 1) {
      code.addStatement("int lane = item");
      return code.addStatement("int i = context.groupIdx").build();
    }
    code.addStatement("int lane = item % $L", lanes());
    code.addStatement("int own = context.groupIdx * $L + item / $L", height(), lanes());
    return code.addStatement("int i = Math.min(own, $L - 1)", N.timesShared(lines)).build();
  }

  /** A loop over an item's part of the line; {@code e} is the number of the element. */
  CodeBlock each(CodeBlock body) {
    return CodeBlock.builder()
        .beginControlFlow("for (int e = lane; e < $L; e += $L)", length, lanes())
        .add(body)
        .endControlFlow()
        .build();
  }

  /** Such a loop in which items write: not those beyond the last line. */
  CodeBlock write(CodeBlock body) {
    return height() == 1
        ? each(body)
        : CodeBlock.builder()
            .beginControlFlow("if (own < $L)", N.timesShared(lines))
            .add(each(body))
            .endControlFlow()
            .build();
  }

  /** Statements that define {@code name}, the sum of the items' {@code part}. */
  CodeBlock sum(String name, String part) {
    return reduce(name, part, "parts[item] + parts[item + half]");
  }

  /** Statements that define {@code name}, the largest of the items' {@code part}. */
  CodeBlock max(String name, String part) {
    return reduce(name, part, "Math.max(parts[item], parts[item + half])");
  }

  private CodeBlock reduce(String name, String part, String both) {
    return Code.of(
        """
        context.localBarrier();
        parts[item] = $part:L;
        context.localBarrier();
        for (int half = $half:L; half > 0; half /= 2) {
          if (lane < half) {
            parts[item] = $both:L;
          }
          context.localBarrier();
        }
        float $name:L = parts[$first:L];
        """,
        "part",
        part,
        "half",
        lanes() / 2,
        "both",
        both,
        "name",
        name,
        "first",
        height() == 1 ? "0" : "item - lane");
  }
}
