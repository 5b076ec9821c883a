package bb.backend.tornado.tiles;

import bb.backend.tornado.index.Ints;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Product;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/** The product of two matrices of each example in work-groups. */
record ProductTiles(Product product) {
  /** Fewer rows or columns leave most of a tile idle. */
  private static final long SMALLEST = 8;

  /** Large batches first; none if loops are better. */
  static List<TiledKernel> variants(Product product) {
    View out = product.out();
    if (out.pixels() < SMALLEST || out.channels() < SMALLEST) {
      return List.of();
    }
    ProductTiles tiles = new ProductTiles(product);
    List<TiledKernel> variants = new ArrayList<>();
    new TileChoice(
            product.a().channels(),
            (tile, batch) -> batch * product.stacked() * tiles.rows(tile) * tiles.columns(tile))
        .tiles(1)
        .forEach((tile, from) -> variants.add(tiles.kernel(tile, from)));
    return variants;
  }

  /** Work-groups along the rows of a product. */
  private long rows(Tile tile) {
    return Math.ceilDiv(product.out().pixels(), tile.rows());
  }

  private long columns(Tile tile) {
    return Math.ceilDiv(product.out().channels(), tile.columns());
  }

  private TiledKernel kernel(Tile tile, long from) {
    View a = product.a();
    View out = product.out();
    Matrix left = new Matrix("x0", a, "firstRow", "left", true);
    Matrix right = new Matrix("x1", product.b(), "firstColumn", "right", product.transposed());
    TiledProduct tiled = new TiledProduct(tile, a.channels(), left, right);
    long rows = rows(tile);
    CodeBlock origin =
        CodeBlock.builder()
            .addStatement("int example = $L", Ints.over("context.groupIdx", rows))
            .addStatement(
                "int firstRow = $L", Ints.times(Ints.modulo("context.groupIdx", rows), tile.rows()))
            .addStatement("int firstColumn = context.groupIdy * $L", tile.columns())
            .build();
    String row = Ints.sum(Ints.times("example", out.pixels()), "row");
    CodeBlock result = CodeBlock.of("put(y, $L, sum);\n", out.at(row, "column"));
    return new TiledKernel(
        tile.name(),
        from,
        CodeBlock.of("$L", Ints.times("n", product.stacked() * rows)),
        columns(tile),
        1,
        tile.items(),
        tiled.localFloats(),
        tiled.body(origin, String.valueOf(out.pixels()), out.channels(), result));
  }
}
