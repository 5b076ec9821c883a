package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.loops.Convolve;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * The variants of a convolution in work-groups. It is the product of two matrices, of which the
 * left one, the {@link Patches}, is not written anywhere.
 */
record ConvolveTiles(Convolve convolve, Patches patches) {
  /** Fewer channels of a group than this leave most of a tile idle. */
  private static final long MIN_OUTPUTS = 16;

  ConvolveTiles(Convolve convolve) {
    this(convolve, new Patches(convolve));
  }

  /** Large batches first; none if loops are better. */
  List<TiledKernel> variants() {
    List<TiledKernel> variants = new ArrayList<>();
    boolean few = FewRows.fit(convolve);
    if (convolve.outputs() >= MIN_OUTPUTS && Patches.fit(convolve)) {
      long smallest = few ? FewRows.MOST / convolve.out().pixels() + 1 : 1;
      new TileChoice(patches.depth(), this::groups)
          .tiles(smallest)
          .forEach((tile, from) -> variants.add(product(tile, from)));
    }
    if (few) {
      variants.addAll(FewRows.variants(convolve));
    }
    return variants;
  }

  private long layers() {
    return convolve.groups() * patches.phases();
  }

  private long columns(Tile tile) {
    return Math.ceilDiv(convolve.outputs(), tile.columns());
  }

  private long groups(Tile tile, long batch) {
    return Math.ceilDiv(batch * patches.pixels(), tile.rows()) * columns(tile) * layers();
  }

  private TiledKernel product(Tile tile, long from) {
    TiledProduct product =
        new TiledProduct(tile, patches.depth(), patches, new Filter(convolve, patches));
    CodeBlock origin =
        CodeBlock.builder()
            .addStatement("int firstRow = context.groupIdx * $L", tile.rows())
            .addStatement("int firstColumn = context.groupIdy * $L", tile.columns())
            .add(patches.layer())
            .build();
    IndexExpr rows = N.times(patches.pixels());
    return new TiledKernel(
        tile.name(),
        from,
        rows.plus(tile.rows() - 1).over(tile.rows()),
        columns(tile),
        layers(),
        tile.items(),
        product.localFloats(),
        product.body(
            origin,
            N.timesShared(patches.pixels()),
            convolve.outputs(),
            CodeBlock.of(TiledKernel.RESULT)),
        result());
  }

  private CodeBlock result() {
    return patches.phases() == 1
        ? convolve.result(ROW)
        : CodeBlock.builder()
            .addStatement("int pixel = $L", patches.pixel(ROW))
            .add(convolve.result(variable("pixel")))
            .build();
  }
}
