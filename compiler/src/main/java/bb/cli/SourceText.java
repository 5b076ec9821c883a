package bb.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The text of a source file, which is in UTF-8. */
final class SourceText {
  private SourceText() {}

  /** What is no text in UTF-8, and how to make such of it. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    private final String help;

    private Unreadable(String why, String help) {
      super("it is not text in UTF-8" + why);
      this.help = help;
    }

    String help() {
      return help;
    }
  }

  static String of(byte[] bytes) throws Unreadable {
    if (isUtf16(bytes)) {
      throw new Unreadable(
          ", but in UTF-16",
          "save it in UTF-8: `iconv -f UTF-16 -t UTF-8 old.bb > new.bb`, or in PowerShell"
              + " `Get-Content old.bb | Set-Content -Encoding utf8 new.bb`");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length); // no text has more characters than bytes
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    out.flip();
    if (!result.isError()) {
      return out.toString();
    }
    long line = 1 + out.chars().filter(c -> c == '\n').count();
    int wrong = Byte.toUnsignedInt(bytes[in.position()]);
    throw new Unreadable(
        ": a byte %02X in line %,d is no part of such".formatted(wrong, line),
        "save it in UTF-8; if it is in Latin-1: `iconv -f LATIN1 -t UTF-8 old.bb > new.bb`");
  }

  /** By its byte order mark, or by an ASCII character at its beginning, of which one byte is 0. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = Byte.toUnsignedInt(bytes[0]);
    int second = Byte.toUnsignedInt(bytes[1]);
    return first == 0xFF && second == 0xFE
        || first == 0xFE && second == 0xFF
        || (first == 0) != (second == 0);
  }
}
