package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.Variables.E;
import static bb.backend.tornado.index.Variables.FROM;
import static bb.backend.tornado.index.Variables.TO;

import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.Indexing;
import bb.backend.tornado.loops.SoftmaxLines;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** Softmax in work-groups, if a line is long enough to be shared out. */
record SoftmaxTiles(SoftmaxLines kernel, Lines lines) {
  static List<TiledKernel> variants(SoftmaxLines kernel) {
    Lines lines =
        new Lines(kernel.dims().stream().reduce(1L, Math::multiplyExact), kernel.length());
    return lines.areLong()
        ? List.of(lines.kernel(new SoftmaxTiles(kernel, lines).body()))
        : List.of();
  }

  private CodeBlock body() {
    Indexing indexing = new Indexing(kernel.dims(), List.of(kernel.from(), kernel.to()));
    CodeBlock x = CodeBlock.of("get(x0, $L)", FROM.plus(E.times(kernel.step())));
    CodeBlock.Builder code = CodeBlock.builder();
    code.add(lines.begin()).add(indexing.counters());
    code.addStatement("int from = $L", indexing.index(0));
    code.addStatement("int to = $L", indexing.index(1));
    code.addStatement("float most = -3.4e38f");
    code.add(lines.each(CodeBlock.of("most = Math.max(most, $L);\n", x)));
    code.add(lines.max("max", "most"));
    code.addStatement("float part = 0f");
    code.add(lines.each(CodeBlock.of("part += exp($L - max);\n", x)));
    code.add(lines.sum("sum", "part"));
    IndexExpr at = TO.plus(E.times(kernel.toStep()));
    code.add(lines.write(CodeBlock.of("put(y, $L, exp($L - max) / sum);\n", at, x)));
    return code.build();
  }
}
