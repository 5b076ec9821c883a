package bb.runtime.io;

import java.util.Optional;

/**
 * Reads the segments of a JPEG up to its frame: a marker, a length, data. (itu.int/rec/T-REC-T.81,
 * annex B)
 */
final class JpegHeader {
  private static final int START_OF_SCAN = 0xDA;

  /** Cameras and browsers write about ten; each costs as much as the whole image. */
  private static final int MAX_SCANS = 100;

  /** From a frame's marker to the number of its components. */
  private static final int COMPONENTS = 9;

  private JpegHeader() {}

  /** Empty if there is no frame where one should be. */
  static Optional<ImageHeader> read(byte[] bytes) {
    int at = 2;
    while (at + COMPONENTS < bytes.length && (bytes[at] & 0xFF) == 0xFF) {
      int marker = bytes[at + 1] & 0xFF;
      boolean frame = marker >= 0xC0 && marker <= 0xCF && marker % 4 != 0 || marker == 0xC0;
      if (frame) {
        return Optional.of(frame(bytes, at, marker));
      }
      // a marker may be filled up with more of these
      at += marker == 0xFF ? 1 : 2 + word(bytes, at + 2);
    }
    return Optional.empty();
  }

  private static ImageHeader frame(byte[] bytes, int at, int marker) {
    long pixels = (long) word(bytes, at + 5) * word(bytes, at + 7);
    int components = bytes[at + COMPONENTS] & 0xFF;
    // a progressive image has all its coefficients, of two bytes, in memory
    boolean progressive = marker % 4 == 2;
    long decoded = pixels * components * (progressive ? 3 : 1);
    return new ImageHeader(pixels, decoded, unsupported(bytes, at, components), false, bytes);
  }

  private static Optional<String> unsupported(byte[] bytes, int at, int components) {
    if (components == 4) {
      // what four colours look like in red, green and blue depends on the ink; PIL's answer is one
      return Optional.of("it is a CMYK image");
    }
    int scans = 0;
    for (int i = at; i + 1 < bytes.length; i++) {
      boolean scan = (bytes[i] & 0xFF) == 0xFF && (bytes[i + 1] & 0xFF) == START_OF_SCAN;
      scans += scan ? 1 : 0;
    }
    return scans > MAX_SCANS
        ? Optional.of(Message.of("it has %,d scans, more than %d", scans, MAX_SCANS))
        : Optional.empty();
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }
}
