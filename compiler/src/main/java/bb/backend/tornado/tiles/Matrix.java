package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.Variables.EXAMPLE;

import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;

/**
 * A factor that is a matrix of each example.
 *
 * @param array its name
 * @param view where it lies; its pixels are its rows
 * @param first the variable that begins a group's positions
 * @param name what its variables are called
 * @param isAlongDepth whether its positions are its rows
 */
record Matrix(String array, View view, IndexExpr first, String name, boolean isAlongDepth)
    implements Factor {
  @Override
  public CodeBlock begin(int i, IndexExpr position) {
    long positions = isAlongDepth ? view.pixels() : view.channels();
    IndexExpr at = first.plus(position).atMost(positions - 1);
    IndexExpr example = EXAMPLE.times(view.pixels());
    return CodeBlock.builder()
        .addStatement(
            "int $L$L = $L",
            name,
            i,
            isAlongDepth ? view.at(example.plus(at), ZERO) : view.at(example, at))
        .build();
  }

  @Override
  public CodeBlock at(IndexExpr depth) {
    return CodeBlock.of("");
  }

  @Override
  public CodeBlock load(int i, String value, IndexExpr depth) {
    IndexExpr shift = isAlongDepth ? depth : depth.times(view.stride());
    return CodeBlock.builder()
        .addStatement("$L = get($L, $L$L + $L)", value, array, name, i, shift)
        .build();
  }
}
