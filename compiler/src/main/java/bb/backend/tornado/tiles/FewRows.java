package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.GROUP;
import static bb.backend.tornado.index.Variables.GROUP_X;
import static bb.backend.tornado.index.Variables.ITEM;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.loops.Convolve;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear layer of few rows in work-groups. Each weight is used for few sums, so that time is what
 * it takes to read the weights: there are to be many groups, each with few columns, and its items
 * share the depth out and at the end add their parts up.
 *
 * @param height rows of a group
 */
record FewRows(Convolve convolve, int height) {
  /** With more rows than this the product in tiles is better. */
  static final long MOST = 8;

  private static final List<Integer> HEIGHTS = List.of(4, 1);

  /** Columns of a group: 32 bytes, the least that is read at once. */
  private static final int LANES = 8;

  private static final int ITEMS = 256;

  /** Items that share out a sum. */
  private static final int SLICES = ITEMS / LANES;

  /** Weights that an item asks for before it waits for one. */
  private static final int AHEAD = 8;

  /** Whether what the convolution does to each pixel is a linear layer, and these are few rows. */
  static boolean fit(Convolve convolve) {
    return convolve.out().pixels() <= MOST && (convolve.window().isPoint() || coversAll(convolve));
  }

  /** Whether there is one output pixel, of all of the input in its order in memory. */
  private static boolean coversAll(Convolve convolve) {
    return convolve.out().pixels() == 1
        && !convolve.transposed()
        && convolve.window().kernelHeight() == convolve.in().height()
        && convolve.window().kernelWidth() == convolve.in().width()
        && convolve.window().padTop() == 0
        && convolve.window().padLeft() == 0;
  }

  /** Large batches first. */
  static List<TiledKernel> variants(Convolve convolve) {
    List<TiledKernel> variants = new ArrayList<>();
    for (int height : HEIGHTS) {
      long from = height == 1 ? 1 : 1 / convolve.out().pixels() + 1;
      if (variants.isEmpty() || from < variants.getLast().fromBatch()) {
        variants.add(new FewRows(convolve, height).kernel(from));
      }
    }
    return variants;
  }

  private TiledKernel kernel(long from) {
    return new TiledKernel(
        "rows" + height,
        from,
        rows().plus(height - 1).over(height),
        Math.ceilDiv(convolve.outputs(), LANES),
        convolve.groups(),
        ITEMS,
        ITEMS * height,
        body(),
        convolve.result(ROW));
  }

  private IndexExpr rows() {
    return N.times(convolve.out().pixels());
  }

  private IndexExpr sharedRows() {
    return N.timesShared(convolve.out().pixels());
  }

  private long depth() {
    return convolve.inputs() * convolve.window().kernelHeight() * convolve.window().kernelWidth();
  }

  private CodeBlock body() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] parts = context.allocateFloatLocalArray($L)", ITEMS * height);
    code.addStatement("int item = context.localIdx");
    code.addStatement("int slice = item / $L", LANES);
    code.addStatement("int firstRow = $L", GROUP_X.times(height));
    code.addStatement("int firstColumn = context.groupIdy * $L", LANES);
    if (convolve.groups() > 1) {
      code.addStatement("int group = context.groupIdz");
    }
    code.addStatement(
        "int filter = $L",
        group(Math.multiplyExact(depth(), convolve.outputs()))
            .plus(variable("firstColumn").plus(ITEM.modulo(LANES)).atMost(convolve.outputs() - 1)));
    for (int r = 0; r < height; r++) {
      IndexExpr row = variable("firstRow").plus(r).atMost(sharedRows().plus(-1));
      code.addStatement("int row$L = $L", r, row);
      code.addStatement("int from$L = $L", r, from(variable("row" + r)));
      code.addStatement("float sum$L = 0f", r);
    }
    return code.add(sums()).add(reduce()).add(store()).build();
  }

  /** Where the inputs of a row begin. */
  private IndexExpr from(IndexExpr row) {
    IndexExpr pixel = row.times(convolve.in().pixels() / convolve.out().pixels());
    return convolve.in().atShared(pixel, group(convolve.inputs()));
  }

  /** Where the group of channels begins that a work-group computes, if each has so many. */
  private IndexExpr group(long size) {
    return convolve.groups() > 1 ? GROUP.times(size) : ZERO;
  }

  /** Where the input of a row at a depth is. */
  private IndexExpr input(int r, IndexExpr k) {
    boolean dense = convolve.window().isPoint() || convolve.in().stride() == convolve.inputs();
    IndexExpr from = variable("from" + r);
    return dense
        ? from.plus(k)
        : from.plus(k.over(convolve.inputs()).times(convolve.in().stride()))
            .plus(k.modulo(convolve.inputs()));
  }

  /** Adds an item's terms: several at a time, then the rest. */
  private CodeBlock sums() {
    long whole = depth() / (AHEAD * SLICES) * (AHEAD * SLICES);
    CodeBlock.Builder code = CodeBlock.builder();
    if (whole > 0) {
      code.beginControlFlow("for (int k = slice; k < $L; k += $L)", whole, AHEAD * SLICES);
      for (int i = 0; i < AHEAD; i++) {
        IndexExpr k = K.plus(i * SLICES).times(convolve.outputs());
        code.addStatement("float v$L = get(w0, filter + $L)", i, k);
      }
      for (int i = 0; i < AHEAD; i++) {
        code.add(terms("v" + i, K.plus(i * SLICES)));
      }
      code.endControlFlow();
    }
    if (whole < depth()) {
      code.beginControlFlow(
          "for (int k = $L; k < $L; k += $L)", variable("slice").plus(whole), depth(), SLICES);
      code.addStatement("float v = get(w0, filter + $L)", K.times(convolve.outputs()));
      code.add(terms("v", K)).endControlFlow();
    }
    return code.build();
  }

  private CodeBlock terms(String weight, IndexExpr k) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int r = 0; r < height; r++) {
      code.addStatement("sum$L += get(x0, $L) * $L", r, input(r, k), weight);
    }
    return code.build();
  }

  /** Adds the parts of the items up, in pairs. */
  private CodeBlock reduce() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int r = 0; r < height; r++) {
      code.addStatement("parts[$L] = sum$L", part(r), r);
    }
    code.addStatement("context.localBarrier()");
    code.beginControlFlow("for (int half = $L; half > 0; half /= 2)", SLICES / 2);
    code.beginControlFlow("if (slice < half)");
    for (int r = 0; r < height; r++) {
      code.addStatement("parts[$L] += parts[$L + half * $L]", part(r), part(r), LANES);
    }
    code.endControlFlow().addStatement("context.localBarrier()");
    return code.endControlFlow().build();
  }

  private static IndexExpr part(int r) {
    return ITEM.plus(r * ITEMS);
  }

  private CodeBlock store() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int row = firstRow + item / $L", LANES);
    code.addStatement("int column = firstColumn + item % $L", LANES);
    code.beginControlFlow(
        "if (item < $L && row < $L && column < $L)",
        LANES * height,
        sharedRows(),
        convolve.outputs());
    code.addStatement("float sum = parts[item / $L * $L + item % $L]", LANES, ITEMS, LANES);
    return code.add(TiledKernel.RESULT).endControlFlow().build();
  }
}
