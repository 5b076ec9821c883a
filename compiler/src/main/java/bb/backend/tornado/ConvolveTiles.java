package bb.backend.tornado;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * The variants of a convolution in work-groups. It is the product of two matrices, of which the
 * left one, the {@link Patches}, is not written anywhere.
 */
record ConvolveTiles(Convolve convolve, Patches patches) {
  /**
   * So many work-groups keep a GPU busy: large ones have some 130 multiprocessors. With fewer a
   * smaller tile is better, though it reads more.
   */
  private static final long ENOUGH_GROUPS = 96;

  /** Fewer channels of a group than this leave most of a tile idle. */
  private static final long MIN_OUTPUTS = 16;

  ConvolveTiles(Convolve convolve) {
    this(convolve, new Patches(convolve));
  }

  /** Large batches first; none if loops are better. */
  List<TiledKernel> variants() {
    List<TiledKernel> variants = new ArrayList<>();
    boolean few = convolve.window().isPoint() && convolve.out().pixels() <= FewRows.MOST;
    if (convolve.outputs() >= MIN_OUTPUTS && Patches.fit(convolve)) {
      long smallest = few ? FewRows.MOST / convolve.out().pixels() + 1 : 1;
      variants.addAll(products(smallest));
    }
    if (few) {
      variants.addAll(FewRows.variants(convolve));
    }
    return variants;
  }

  private List<TiledKernel> products(long smallest) {
    List<Tile> tiles = Tile.of(convolve.outputs());
    List<TiledKernel> variants = new ArrayList<>();
    for (Tile tile : tiles) {
      boolean last = tile == tiles.getLast();
      long from = last ? smallest : Math.max(smallest, batchWithEnoughGroups(tile));
      if (variants.isEmpty() || from < variants.getLast().fromBatch()) {
        variants.add(product(tile, from));
      }
    }
    return variants;
  }

  private long layers() {
    return convolve.groups() * patches.phases();
  }

  private long columns(Tile tile) {
    return Math.ceilDiv(convolve.outputs(), tile.columns());
  }

  private long batchWithEnoughGroups(Tile tile) {
    long rows = Math.ceilDiv(ENOUGH_GROUPS, columns(tile) * layers());
    return (rows - 1) * tile.rows() / patches.pixels() + 1;
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
    CodeBlock rows = CodeBlock.of("n * $L", patches.pixels());
    return new TiledKernel(
        tile.name(),
        from,
        CodeBlock.of("($L + $L) / $L", rows, tile.rows() - 1, tile.rows()),
        columns(tile),
        layers(),
        tile.items(),
        product.localFloats(),
        product.body(origin, rows, convolve.outputs(), result()));
  }

  private CodeBlock result() {
    Epilogue epilogue = convolve.epilogue();
    CodeBlock.Builder code = CodeBlock.builder();
    String channel = "column";
    if (convolve.groups() > 1) {
      channel = "c";
      code.addStatement("int c = group * $L + column", convolve.outputs());
    }
    String pixel = "row";
    if (patches.phases() > 1) {
      pixel = "pixel";
      code.addStatement("int pixel = $L", patches.pixel("row"));
    }
    if (epilogue.bias()) {
      code.addStatement("sum += $L", epilogue.start(channel));
    }
    return code.add(epilogue.store("sum", convolve.out(), pixel, channel)).build();
  }
}
