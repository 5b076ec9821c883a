package bb.backend.tornado.index;

import bb.backend.layout.Extent;
import bb.backend.layout.Place;

/**
 * Where a value lies in its array: row r, which is example * pixels + pixel, begins at {@code r *
 * stride + first} and holds the pixel's channels.
 */
public record View(Extent extent, long first, long stride) {
  public static View of(Place place, Extent extent) {
    return new View(extent, place.first(), place.stride());
  }

  /** All of an array of its own. */
  public static View whole(Extent extent) {
    return new View(extent, 0, extent.channels());
  }

  /** The first of {@code count} equal parts that follow each other. */
  public View part(long count) {
    long pixels = extent.pixels() / count;
    return count == 1 ? this : new View(new Extent(pixels, 1, extent.channels()), first, stride);
  }

  /** The index of a channel of a row. */
  public IndexExpr at(IndexExpr row, IndexExpr channel) {
    return row.times(stride).plus(channel).plus(first);
  }

  /** The same in a method that is shared with views that begin elsewhere. */
  public IndexExpr atShared(IndexExpr row, IndexExpr channel) {
    return row.times(stride).plus(channel).plusShared(first);
  }

  /** The index of element {@code number} of the batch, if a pixel is all of an example. */
  public IndexExpr element(IndexExpr number) {
    return stride == channels() ? number : at(number.over(channels()), number.modulo(channels()));
  }

  /** The row of a pixel. */
  public IndexExpr row(IndexExpr example, IndexExpr y, IndexExpr x) {
    IndexExpr line = example.times(height()).plus(y);
    return line.times(width()).plus(x);
  }

  public long pixels() {
    return extent.pixels();
  }

  public long channels() {
    return extent.channels();
  }

  public long height() {
    return extent.height();
  }

  public long width() {
    return extent.width();
  }
}
