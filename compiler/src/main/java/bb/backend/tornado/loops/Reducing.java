package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.FROM;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.code.Sums;
import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.Indexing;
import bb.kernel.Kernel.Reduce;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * One element of many; an item is an element of the output.
 *
 * @param dims of the output, outermost first
 * @param from where the first elements are
 * @param sizes of the axes that are reduced
 * @param steps along them
 * @param exact whether the arrays are {@link Param#exact}: input, output
 */
public record Reducing(
    Reduce.Kind kind,
    List<Long> dims,
    Access from,
    Access to,
    List<Long> sizes,
    List<Long> steps,
    List<Boolean> exact)
    implements DeviceKernel {
  public Reducing {
    dims = List.copyOf(dims);
    sizes = List.copyOf(sizes);
    steps = List.copyOf(steps);
    exact = List.copyOf(exact);
  }

  @Override
  public String name() {
    return "reduce";
  }

  @Override
  public List<Param> params() {
    return List.of(new Param("x0", exact.getFirst()), new Param("y", exact.getLast()));
  }

  @Override
  public CodeBlock parallel() {
    Indexing indexing = new Indexing(dims, List.of(from, to));
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (@$T int i = 0; i < $L; i++)", Code.PARALLEL, Indexing.count(dims));
    code.add(indexing.counters());
    code.addStatement("int from = $L", indexing.index(0));
    code.add(
        switch (kind) {
          case SUM, MEAN -> sum();
          case MAX -> extreme("max");
          case MIN -> extreme("min");
          case ARGMAX -> first(">");
          case ARGMIN -> first("<");
        });
    code.addStatement("put(y, $L, $L)", indexing.index(1), result());
    return code.endControlFlow().build();
  }

  private CodeBlock result() {
    long count = sizes.stream().reduce(1L, Math::multiplyExact);
    return kind == Reduce.Kind.MEAN
        ? CodeBlock.of("value / $Lf", (float) count)
        : CodeBlock.of("value");
  }

  /** The innermost loop has a sum of its own, so that a sum of sums stays near. */
  private CodeBlock sum() {
    CodeBlock.Builder code = CodeBlock.builder().addStatement("float value = 0f");
    int last = sizes.size() - 1;
    loops(code, last);
    code.addStatement("float part = 0f");
    code.add(Sums.of("part", "k" + last, sizes.get(last), CodeBlock.of("get(x0, $L)", at())));
    code.addStatement("value += part");
    return ends(code, last);
  }

  private CodeBlock extreme(String function) {
    CodeBlock.Builder code = CodeBlock.builder().addStatement("float value = get(x0, from)");
    loops(code, sizes.size());
    code.addStatement("value = $T.$L(value, get(x0, $L))", Math.class, function, at());
    return ends(code, sizes.size());
  }

  private CodeBlock first(String comparison) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float value = 0f");
    code.addStatement("float best = get(x0, from)");
    loops(code, 1);
    code.addStatement("float x = get(x0, $L)", at());
    code.beginControlFlow("if (x $L best)", comparison);
    code.addStatement("best = x");
    code.addStatement("value = k0");
    code.endControlFlow();
    return ends(code, 1);
  }

  private void loops(CodeBlock.Builder code, int count) {
    for (int axis = 0; axis < count; axis++) {
      code.beginControlFlow("for (int k$1L = 0; k$1L < $2L; k$1L++)", axis, sizes.get(axis));
    }
  }

  private static CodeBlock ends(CodeBlock.Builder code, int count) {
    for (int axis = 0; axis < count; axis++) {
      code.endControlFlow();
    }
    return code.build();
  }

  private IndexExpr at() {
    IndexExpr at = FROM;
    for (int axis = 0; axis < sizes.size(); axis++) {
      at = at.plus(variable("k" + axis).times(steps.get(axis)));
    }
    return at;
  }
}
