package bb.backend.tornado.tiles;

import bb.backend.tornado.index.IndexExpr;
import com.palantir.javapoet.CodeBlock;

/**
 * A kernel of work-groups. Its method takes {@code KernelContext context}, then what the parallel
 * one takes. All work-items of a group lie along dimension 0.
 *
 * @param variant what its method's name ends in
 * @param fromBatch the smallest batch for which it is better than the variants after it
 * @param groups how many work-groups along dimension 0: of {@code n}
 * @param columns how many along dimension 1
 * @param layers how many along dimension 2
 * @param items work-items of a group
 * @param localFloats numbers in the local memory of a group
 * @param body its statements, with {@link #RESULT} where {@code result} belongs
 * @param result what is done to a {@code float sum}, in which kernels differ that share all else
 */
public record TiledKernel(
    String variant,
    long fromBatch,
    IndexExpr groups,
    long columns,
    long layers,
    int items,
    int localFloats,
    CodeBlock body,
    CodeBlock result) {
  /** Stands for what is done to a sum. */
  public static final String RESULT = "/* result */\n";

  /** One that nothing is shared of but with those that differ in numbers only. */
  TiledKernel(
      String variant,
      long fromBatch,
      IndexExpr groups,
      long columns,
      long layers,
      int items,
      int localFloats,
      CodeBlock body) {
    this(variant, fromBatch, groups, columns, layers, items, localFloats, body, CodeBlock.of(""));
  }

  /** Local memory of a group. */
  public int localBytes() {
    return localFloats * Float.BYTES;
  }
}
