package bb.runtime.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the chunks of a PNG: a length, four letters, data, a checksum. (w3.org/TR/png-3, section 5)
 */
final class PngHeader {
  private static final int SIGNATURE = 8;

  /** Length, letters and checksum of a chunk. */
  private static final int FRAME = 12;

  /**
   * The chunks that pixels are made of; others hold text and profiles, packed as small as zeros.
   */
  private static final Set<String> ESSENTIAL = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  /** Deflate packs at most so many bytes into one. */
  private static final long MAX_RATIO = 1032;

  private static final int MAX_IHDR = 13;

  private PngHeader() {}

  /** Empty if the file does not begin with a header. */
  static Optional<ImageHeader> read(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (bytes.length < SIGNATURE + FRAME + MAX_IHDR
        || !letters(bytes, SIGNATURE).equals("IHDR")
        || file.getInt(SIGNATURE) != MAX_IHDR) {
      return Optional.empty();
    }
    int data = SIGNATURE + FRAME - Integer.BYTES;
    long width = file.getInt(data);
    long height = file.getInt(data + 4);
    int bits = bytes[data + 8];
    int channels = channels(bytes[data + 9]);
    boolean known = bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
    if (width <= 0 || height <= 0 || channels == 0 || !known) {
      return Optional.empty();
    }
    byte[] essential = essential(file);
    long packed = (width * channels * bits + 7) / 8 * height;
    // transparency may come as a colour, and becomes a channel more
    long decoded = width * height * (channels + channels % 2) * Math.ceilDiv(bits, 8);
    boolean cut = packed / MAX_RATIO > essential.length;
    return Optional.of(new ImageHeader(width * height, decoded, Optional.empty(), cut, essential));
  }

  private static int channels(byte colourType) {
    return switch (colourType) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 0;
    };
  }

  private static byte[] essential(ByteBuffer file) {
    byte[] bytes = file.array();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    kept.write(bytes, 0, SIGNATURE);
    for (int at = SIGNATURE; bytes.length - at >= FRAME; ) {
      long length = FRAME + (file.getInt(at) & 0xFFFFFFFFL);
      int there = (int) Math.min(length, bytes.length - at);
      if (ESSENTIAL.contains(letters(bytes, at))) {
        kept.write(bytes, at, there);
      }
      at += there;
    }
    return kept.toByteArray();
  }

  /** The letters of the chunk at {@code at}. */
  private static String letters(byte[] bytes, int at) {
    return new String(bytes, at + Integer.BYTES, 4, StandardCharsets.ISO_8859_1);
  }
}
