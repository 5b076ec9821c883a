package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.Variables.E;
import static bb.backend.tornado.index.Variables.FROM;
import static bb.backend.tornado.index.Variables.I;
import static bb.backend.tornado.index.Variables.TO;

import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Normalize;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** Normalization in work-groups, if a group of channels is long enough to be shared out. */
record NormalizeTiles(Normalize kernel, Lines lines) {
  static List<TiledKernel> variants(Normalize kernel) {
    Lines lines = new Lines(kernel.count(), Math.multiplyExact(kernel.size(), kernel.pixels()));
    return lines.areLong()
        ? List.of(lines.kernel(new NormalizeTiles(kernel, lines).body()))
        : List.of();
  }

  private CodeBlock body() {
    boolean centred = kernel.centred();
    CodeBlock x = CodeBlock.of("get(x0, $L)", place(FROM, kernel.in()));
    CodeBlock.Builder code = CodeBlock.builder().add(lines.begin());
    code.add(kernel.origin(I));
    if (centred) {
      code.addStatement("float part = 0f");
      code.add(lines.each(CodeBlock.of("part += $L;\n", x)));
      code.add(lines.sum("sum", "part"));
      code.addStatement("float mean = sum / $L", lines.length());
    }
    String centre = centred ? " - mean" : "";
    code.addStatement("float squared = 0f");
    code.add(lines.each(CodeBlock.of("float d = $L$L;\nsquared += d * d;\n", x, centre)));
    code.add(lines.sum("squares", "squared"));
    code.addStatement(
        "float factor = 1f / sqrt(squares / $L + $Lf)", lines.length(), (float) kernel.eps());
    IndexExpr to = place(TO, kernel.out());
    code.add(lines.write(CodeBlock.of("put(y, $L, ($L$L) * factor);\n", to, x, centre)));
    return code.build();
  }

  /** Element {@code e} of a line, which goes pixel by pixel. */
  private IndexExpr place(IndexExpr first, View view) {
    long size = kernel.size();
    return kernel.pixels() == 1
        ? first.plus(E)
        : first.plus(E.over(size).times(view.stride())).plus(E.modulo(size));
  }
}
