package bb.backend.layout;

/**
 * Where a value lies.
 *
 * @param buffer the number of the buffer that holds it, perhaps among others
 * @param first its first channel there
 * @param stride floats from pixel to pixel, at least its channels
 */
public record Place(int buffer, long first, long stride) {
  /** {@code channels} further in the same pixels. */
  public Place shifted(long channels) {
    return new Place(buffer, first + channels, stride);
  }
}
