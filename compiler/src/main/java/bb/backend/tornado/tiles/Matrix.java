package bb.backend.tornado.tiles;

import bb.backend.tornado.index.Ints;
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
record Matrix(String array, View view, String first, String name, boolean isAlongDepth)
    implements Factor {
  @Override
  public CodeBlock begin(int i, String position) {
    long positions = isAlongDepth ? view.pixels() : view.channels();
    String at = "Math.min(%s + %s, %d)".formatted(first, position, positions - 1);
    String example = Ints.times("example", view.pixels());
    return CodeBlock.builder()
        .addStatement(
            "int $L$L = $L",
            name,
            i,
            isAlongDepth ? view.at(Ints.sum(example, at), "0") : view.at(example, at))
        .build();
  }

  @Override
  public CodeBlock at(String depth) {
    return CodeBlock.of("");
  }

  @Override
  public CodeBlock load(int i, String value, String depth) {
    String shift = isAlongDepth ? depth : Ints.times(depth, view.stride());
    return CodeBlock.builder()
        .addStatement("$L = get($L, $L$L + $L)", value, array, name, i, shift)
        .build();
  }
}
