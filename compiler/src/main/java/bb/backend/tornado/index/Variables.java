package bb.backend.tornado.index;

import static bb.backend.tornado.index.IndexExpr.variable;

/** Variables that kernels call alike. */
public final class Variables {
  /** Examples of the batch. */
  public static final IndexExpr N = variable("n");

  public static final IndexExpr EXAMPLE = variable("example");

  /** An element of any example. */
  public static final IndexExpr I = variable("i");

  /** A pixel of any example. */
  public static final IndexExpr ROW = variable("row");

  /** A channel. */
  public static final IndexExpr C = variable("c");

  /** What is summed up. */
  public static final IndexExpr K = variable("k");

  /** An input pixel. */
  public static final IndexExpr IY = variable("iy");

  public static final IndexExpr IX = variable("ix");

  /** An output pixel. */
  public static final IndexExpr OY = variable("oy");

  public static final IndexExpr OX = variable("ox");

  /** A group of channels. */
  public static final IndexExpr GROUP = variable("group");

  public static final IndexExpr HEAD = variable("head");

  public static final IndexExpr FROM = variable("from");

  public static final IndexExpr TO = variable("to");

  /** A work-item of its group, and where it stands there. */
  public static final IndexExpr ITEM = variable("item");

  public static final IndexExpr LINE = variable("line");

  public static final IndexExpr LANE = variable("lane");

  /** The number of an element that an item loads or stores for its group. */
  public static final IndexExpr E = variable("e");

  /** A work-group. */
  public static final IndexExpr GROUP_X = variable("context.groupIdx");

  private Variables() {}
}
