package bb.backend.tornado;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear layer of few rows in work-groups: it is read once what there is of weights, and time is
 * what that takes. A group has few columns, so that there are many groups, and its items share out
 * the depth; at the end they add their parts up.
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

  private static final int SLICES = ITEMS / LANES;

  /** Weights that an item asks for before it waits for one. */
  private static final int AHEAD = 8;

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
        CodeBlock.of("(n * $L + $L) / $L", convolve.out().pixels(), height - 1, height),
        Math.ceilDiv(convolve.outputs(), LANES),
        convolve.groups(),
        ITEMS,
        ITEMS * height,
        body());
  }

  private CodeBlock body() {
    long inputs = convolve.inputs();
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] parts = context.allocateFloatLocalArray($L)", ITEMS * height);
    code.addStatement("int item = context.localIdx");
    code.addStatement("int slice = item / $L", LANES);
    code.addStatement("int firstRow = context.groupIdx * $L", height);
    code.addStatement("int firstColumn = context.groupIdy * $L", LANES);
    String channel = "0";
    String filter = "";
    if (convolve.groups() > 1) {
      code.addStatement("int group = context.groupIdz");
      channel = "group * " + inputs;
      filter = "group * " + inputs * convolve.outputs() + " + ";
    }
    code.addStatement(
        "int filter = $LMath.min(firstColumn + item % $L, $L)",
        filter, LANES, convolve.outputs() - 1);
    for (int r = 0; r < height; r++) {
      code.addStatement(
          "int row$L = Math.min(firstRow + $L, n * $L - 1)", r, r, convolve.out().pixels());
      code.addStatement("int from$L = $L", r, convolve.in().at("row" + r, channel));
      code.addStatement("float sum$L = 0f", r);
    }
    return code.add(sums()).add(reduce()).add(store()).build();
  }

  /** Adds an item's terms: several at a time, then the rest. */
  private CodeBlock sums() {
    long inputs = convolve.inputs();
    long whole = inputs / (AHEAD * SLICES) * (AHEAD * SLICES);
    CodeBlock.Builder code = CodeBlock.builder();
    if (whole > 0) {
      code.beginControlFlow("for (int k = slice; k < $L; k += $L)", whole, AHEAD * SLICES);
      for (int i = 0; i < AHEAD; i++) {
        code.addStatement(
            "float w_$L = get(w0, filter + (k + $L) * $L)", i, i * SLICES, convolve.outputs());
      }
      for (int i = 0; i < AHEAD; i++) {
        code.add(terms("w_" + i, "k + " + i * SLICES));
      }
      code.endControlFlow();
    }
    if (whole < inputs) {
      code.beginControlFlow(
          "for (int k = $L; k < $L; k += $L)",
          whole == 0 ? "slice" : whole + " + slice",
          inputs,
          SLICES);
      code.addStatement("float w = get(w0, filter + k * $L)", convolve.outputs());
      code.add(terms("w", "k")).endControlFlow();
    }
    return code.build();
  }

  private CodeBlock terms(String weight, String k) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int r = 0; r < height; r++) {
      code.addStatement("sum$L += get(x0, from$L + $L) * $L", r, r, k, weight);
    }
    return code.build();
  }

  private CodeBlock reduce() {
    CodeBlock.Builder code = CodeBlock.builder();
    IntStream.range(0, height)
        .forEach(r -> code.addStatement("parts[item + $L] = sum$L", r * ITEMS, r));
    code.addStatement("context.localBarrier()");
    code.beginControlFlow("for (int half = $L; half > 0; half /= 2)", SLICES / 2);
    code.beginControlFlow("if (slice < half)");
    for (int r = 0; r < height; r++) {
      code.addStatement(
          "parts[item + $L] += parts[item + half * $L + $L]", r * ITEMS, LANES, r * ITEMS);
    }
    return code.endControlFlow().addStatement("context.localBarrier()").endControlFlow().build();
  }

  private CodeBlock store() {
    Epilogue epilogue = convolve.epilogue();
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int row = firstRow + item / $L", LANES);
    code.addStatement("int column = firstColumn + item % $L", LANES);
    code.beginControlFlow(
        "if (item < $L && row < n * $L && column < $L)",
        LANES * height,
        convolve.out().pixels(),
        convolve.outputs());
    String channel = "column";
    if (convolve.groups() > 1) {
      channel = "c";
      code.addStatement("int c = group * $L + column", convolve.outputs());
    }
    code.addStatement("float sum = parts[item / $L * $L + item % $L]", LANES, ITEMS, LANES);
    if (epilogue.bias()) {
      code.addStatement("sum += $L", epilogue.start(channel));
    }
    return code.add(epilogue.store("sum", convolve.out(), "row", channel)).endControlFlow().build();
  }
}
