package bb.backend.tornado.tiles;

import bb.backend.tornado.index.IndexExpr;
import com.palantir.javapoet.CodeBlock;

/**
 * One matrix of a product: where a work-item finds the elements that it loads for its group. An
 * element has a position, which is a row of the left factor or a column of the right one, and a
 * depth.
 */
interface Factor {
  /** Whether neighbours in memory differ in depth, else in position. */
  boolean isAlongDepth();

  /**
   * Statements before the loop over depth. Positions beyond the matrix are read as the last one.
   *
   * @param i the number of this position among the item's, which tells its variables apart
   * @param position from the first of the group
   */
  CodeBlock begin(int i, IndexExpr position);

  /** Statements for all positions at one depth, if it is along depth. */
  CodeBlock at(IndexExpr depth);

  /** Statements that set the variable {@code value}, which is 0, to position i at a depth. */
  CodeBlock load(int i, String value, IndexExpr depth);
}
