package bb.backend.layout;

/**
 * Where a value lies, and how.
 *
 * @param buffer the number of the buffer that holds it, perhaps among others
 * @param layout the order of its elements there
 * @param first its first channel there
 * @param stride floats from pixel to pixel, at least its channels
 */
public record Place(int buffer, Layout layout, long first, long stride) {
  /** {@code channels} further in the same pixels. */
  public Place shifted(long channels) {
    return new Place(buffer, layout, first + channels, stride);
  }

  /** The same memory, seen otherwise. */
  Place as(Layout seen) {
    return new Place(buffer, seen, first, stride);
  }
}
