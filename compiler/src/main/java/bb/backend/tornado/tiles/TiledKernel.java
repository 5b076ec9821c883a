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
 */
public record TiledKernel(
    String variant,
    long fromBatch,
    IndexExpr groups,
    long columns,
    long layers,
    int items,
    int localFloats,
    CodeBlock body) {

  /** Local memory of a group. */
  public int localBytes() {
    return localFloats * Float.BYTES;
  }
}
