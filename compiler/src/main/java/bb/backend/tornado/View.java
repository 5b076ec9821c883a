package bb.backend.tornado;

import bb.backend.layout.Extent;
import bb.backend.layout.Place;
import com.palantir.javapoet.CodeBlock;

/**
 * Where a value lies in its array: row r, which is example * pixels + pixel, begins at {@code r *
 * stride + first} and holds the pixel's channels.
 */
record View(Extent extent, long first, long stride) {
  static View of(Place place, Extent extent) {
    return new View(extent, place.first(), place.stride());
  }

  /** All of an array of its own. */
  static View whole(Extent extent) {
    return new View(extent, 0, extent.channels());
  }

  /** The index of a channel of a row; both are expressions. */
  CodeBlock at(String row, String channel) {
    return CodeBlock.of("$L$L + $L", row(row), first == 0 ? "" : " + " + first, channel);
  }

  /** Where a row begins, but for {@code first}. */
  private String row(String row) {
    return stride == 1 ? row : row + " * " + stride;
  }

  long pixels() {
    return extent.pixels();
  }

  long channels() {
    return extent.channels();
  }

  long height() {
    return extent.height();
  }

  long width() {
    return extent.width();
  }
}
