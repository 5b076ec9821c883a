package bb.runtime.io;

/**
 * How a camera was held: the tag of EXIF that says how a picture is to be turned, 1 to 8. (CIPA
 * DC-008, 4.6.5.1; where the three formats keep it: JPEG in segment APP1, PNG in chunk eXIf, WebP
 * in chunk EXIF)
 */
final class Orientation {
  /** As it is stored. */
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final String EXIF = "Exif\0\0";

  private final byte[] bytes;
  private final int base;
  private final int end;
  private final boolean little;

  /**
   * @param base where a TIFF header begins
   * @param end where its data end
   */
  private Orientation(byte[] bytes, int base, int end) {
    this.bytes = bytes;
    this.base = base;
    this.end = Math.min(end, bytes.length);
    this.little = bytes[base] == 'I';
  }

  /** What a picture's file says; upright if it says nothing, or nothing that makes sense. */
  static int of(byte[] file, InputFormat format) {
    return switch (format) {
      case JPEG -> ofJpeg(file);
      case PNG -> ofPng(file);
      case WEBP -> ofWebp(file);
      case NPY, JSON -> UPRIGHT;
    };
  }

  private static int ofJpeg(byte[] file) {
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      int length = (file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF;
      if (marker == 0xE1 && isText(file, at + 4, EXIF)) {
        return tiff(file, at + 4 + EXIF.length(), at + 2 + length);
      }
      if (marker == 0xDA) {
        return UPRIGHT;
      }
      at += marker == 0xFF ? 1 : 2 + length;
    }
    return UPRIGHT;
  }

  private static int ofPng(byte[] file) {
    long at = 8;
    while (at + 8 <= file.length) {
      long length = word(file, (int) at, false);
      if (isText(file, (int) at + 4, "eXIf")) {
        return tiff(file, (int) at + 8, (int) Math.min(file.length, at + 8 + length));
      }
      at += 12 + length;
    }
    return UPRIGHT;
  }

  private static int ofWebp(byte[] file) {
    long at = 12;
    while (at + 8 <= file.length) {
      long length = word(file, (int) at + 4, true);
      if (isText(file, (int) at, "EXIF")) {
        int begin = (int) at + 8;
        int skipped = isText(file, begin, EXIF) ? EXIF.length() : 0;
        return tiff(file, begin + skipped, (int) Math.min(file.length, begin + length));
      }
      at += 8 + length + (length & 1);
    }
    return UPRIGHT;
  }

  private static int tiff(byte[] file, int base, int end) {
    if (!isText(file, base, "II*\0") && !isText(file, base, "MM\0*")) {
      return UPRIGHT;
    }
    return new Orientation(file, base, end).find();
  }

  private int find() {
    long directory = base + word(bytes, base + 4, little);
    if (directory + 2 > end) {
      return UPRIGHT;
    }
    int entries = half((int) directory);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY;
      if (entry + ENTRY > end) {
        return UPRIGHT;
      }
      if (half((int) entry) == TAG) {
        int value = half((int) entry + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  private int half(int at) {
    int first = bytes[at] & 0xFF;
    int second = bytes[at + 1] & 0xFF;
    return little ? second << 8 | first : first << 8 | second;
  }

  /** 32 bits without a sign; 0 if they are not all there. */
  private static long word(byte[] file, int at, boolean little) {
    long word = 0;
    for (int i = 0; i < 4 && at + 4 <= file.length; i++) {
      word |= (file[at + i] & 0xFFL) << 8 * (little ? i : 3 - i);
    }
    return word;
  }

  private static boolean isText(byte[] file, int at, String text) {
    if (at + text.length() > file.length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (file[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The picture as it was seen. */
  static Picture upright(Picture in, int orientation) {
    if (orientation == UPRIGHT) {
      return in;
    }
    boolean turned = orientation > 4;
    int right = in.width() - 1;
    int bottom = in.height() - 1;
    Picture out =
        Picture.blank(
            turned ? in.height() : in.width(), turned ? in.width() : in.height(), in.channels());
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int column = turned ? y : x;
        int row = turned ? x : y;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation >= 7;
        boolean fromBottom =
            orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        for (int c = 0; c < in.channels(); c++) {
          out.set(
              x,
              y,
              c,
              in.sample(fromRight ? right - column : column, fromBottom ? bottom - row : row, c));
        }
      }
    }
    return out;
  }
}
