package bb.backend.tornado.tiles;

import bb.backend.tornado.index.Ints;
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
        CodeBlock.of("$L", Ints.over(Ints.plus(rows(), height - 1), height)),
        Math.ceilDiv(convolve.outputs(), LANES),
        convolve.groups(),
        ITEMS,
        ITEMS * height,
        body());
  }

  private String rows() {
    return Ints.times("n", convolve.out().pixels());
  }

  private long depth() {
    return convolve.inputs() * convolve.window().kernelHeight() * convolve.window().kernelWidth();
  }

  private CodeBlock body() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] parts = context.allocateFloatLocalArray($L)", ITEMS * height);
    code.addStatement("int item = context.localIdx");
    code.addStatement("int slice = item / $L", LANES);
    code.addStatement("int firstRow = $L", Ints.times("context.groupIdx", height));
    code.addStatement("int firstColumn = context.groupIdy * $L", LANES);
    if (convolve.groups() > 1) {
      code.addStatement("int group = context.groupIdz");
    }
    code.addStatement(
        "int filter = $L",
        Ints.sum(
            convolve.groups() > 1
                ? Ints.times("group", Math.multiplyExact(depth(), convolve.outputs()))
                : "0",
            "Math.min(firstColumn + item %% %d, %d)".formatted(LANES, convolve.outputs() - 1)));
    for (int r = 0; r < height; r++) {
      code.addStatement("int row$L = Math.min($L, $L - 1)", r, Ints.plus("firstRow", r), rows());
      code.addStatement("int from$L = $L", r, from("row" + r));
      code.addStatement("float sum$L = 0f", r);
    }
    return code.add(sums()).add(reduce()).add(store()).build();
  }

  /** Where the inputs of a row begin. */
  private CodeBlock from(String row) {
    String pixel = Ints.times(row, convolve.in().pixels() / convolve.out().pixels());
    String channel = convolve.groups() > 1 ? Ints.times("group", convolve.inputs()) : "0";
    return convolve.in().at(pixel, channel);
  }

  /** The input of a row at a depth. */
  private String input(int r, String k) {
    boolean dense = convolve.window().isPoint() || convolve.in().stride() == convolve.inputs();
    return dense
        ? "get(x0, from%d + %s)".formatted(r, k)
        : "get(x0, from%d + %s + %s)"
            .formatted(
                r,
                Ints.times(Ints.over(k, convolve.inputs()), convolve.in().stride()),
                Ints.modulo(k, convolve.inputs()));
  }

  /** Adds an item's terms: several at a time, then the rest. */
  private CodeBlock sums() {
    long whole = depth() / (AHEAD * SLICES) * (AHEAD * SLICES);
    CodeBlock.Builder code = CodeBlock.builder();
    if (whole > 0) {
      code.beginControlFlow("for (int k = slice; k < $L; k += $L)", whole, AHEAD * SLICES);
      for (int i = 0; i < AHEAD; i++) {
        String k = Ints.times(Ints.plus("k", i * SLICES), convolve.outputs());
        code.addStatement("float v$L = get(w0, filter + $L)", i, k);
      }
      for (int i = 0; i < AHEAD; i++) {
        code.add(terms("v" + i, Ints.plus("k", i * SLICES)));
      }
      code.endControlFlow();
    }
    if (whole < depth()) {
      code.beginControlFlow(
          "for (int k = $L; k < $L; k += $L)", Ints.plus("slice", whole), depth(), SLICES);
      code.addStatement("float v = get(w0, filter + $L)", Ints.times("k", convolve.outputs()));
      code.add(terms("v", "k")).endControlFlow();
    }
    return code.build();
  }

  private CodeBlock terms(String weight, String k) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int r = 0; r < height; r++) {
      code.addStatement("sum$L += $L * $L", r, input(r, k), weight);
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

  private static String part(int r) {
    return Ints.plus("item", r * ITEMS);
  }

  private CodeBlock store() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int row = firstRow + item / $L", LANES);
    code.addStatement("int column = firstColumn + item % $L", LANES);
    code.beginControlFlow(
        "if (item < $L && row < $L && column < $L)", LANES * height, rows(), convolve.outputs());
    code.addStatement("float sum = parts[item / $L * $L + item % $L]", LANES, ITEMS, LANES);
    return code.add(convolve.result("row")).endControlFlow().build();
  }
}
