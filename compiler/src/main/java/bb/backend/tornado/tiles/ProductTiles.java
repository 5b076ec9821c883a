package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.constant;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.GROUP_X;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.index.IndexExpr;
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
    Matrix left = new Matrix("x0", a, variable("firstRow"), "left", true);
    Matrix right =
        new Matrix("x1", product.b(), variable("firstColumn"), "right", product.transposed());
    TiledProduct tiled = new TiledProduct(tile, a.channels(), left, right);
    long rows = rows(tile);
    CodeBlock origin =
        CodeBlock.builder()
            .addStatement("int example = $L", GROUP_X.over(rows))
            .addStatement("int firstRow = $L", GROUP_X.modulo(rows).times(tile.rows()))
            .addStatement("int firstColumn = context.groupIdy * $L", tile.columns())
            .build();
    IndexExpr row = EXAMPLE.times(out.pixels()).plus(ROW);
    CodeBlock result = CodeBlock.of("put(y, $L, sum);\n", out.at(row, variable("column")));
    return new TiledKernel(
        tile.name(),
        from,
        N.times(product.stacked() * rows),
        columns(tile),
        1,
        tile.items(),
        tiled.localFloats(),
        tiled.body(origin, constant(out.pixels()), out.channels(), result));
  }
}
