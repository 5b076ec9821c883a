package bb.backend.source;

import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Text of somebody else's, as generated Java may hold it: an identifier, a string literal or the
 * words of a comment. Only {@link UserText} makes one, so nothing else of the user's is in
 * generated source. None of the three has a character that ends a line, whoever counts the lines:
 * Java, Unicode or JavaPoet.
 */
public final class SourceText {
  /** No class may have these names, although they are no keywords (JLS 3.9). */
  private static final Set<String> RESTRICTED =
      Set.of("permits", "record", "sealed", "var", "yield");

  private final String java;

  private SourceText(String java) {
    this.java = java;
  }

  /** An ASCII identifier that is no keyword: the text itself wherever it is one. */
  static SourceText identifier(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().map(c -> isAsciiWord(c) ? c : '_').forEach(out::appendCodePoint);
    if (out.isEmpty() || Character.isDigit(out.charAt(0))) {
      out.insert(0, '_');
    }
    String name = out.toString();
    return new SourceText(
        SourceVersion.isKeyword(name) || RESTRICTED.contains(name) ? name + '_' : name);
  }

  /** The name of a class that hides no other where generated code uses simple names. */
  static SourceText className(String text) {
    String name = identifier(text).java;
    return new SourceText(isInJavaLang(name) ? name + '_' : name);
  }

  private static boolean isInJavaLang(String name) {
    try {
      Class.forName("java.lang." + name, false, null);
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  /** A string literal, with its quotes, that is exactly the text. */
  static SourceText literal(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '"', '\\' -> out.append('\\').append(c);
        default -> {
          if (isPrintableAscii(c)) {
            out.append(c);
          } else if (c < 0x20) {
            // in octal: an escape by code point is a line break before Java looks for literals
            out.append("\\%03o".formatted((int) c));
          } else {
            out.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    return new SourceText(out.append('"').toString());
  }

  /**
   * Words for a comment of any form: printable ASCII and letters, anything else a question mark.
   * Nothing in them is an escape, ends the comment or is a tag.
   */
  static SourceText comment(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .map(c -> isPrintableAscii(c) || Character.isLetter(c) ? c : '?')
        .forEach(out::appendCodePoint);
    return new SourceText(
        out.toString().replace("\\", "\\\\").replace("*/", "*&#47;").replace("@", "&#64;"));
  }

  private static boolean isAsciiWord(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private static boolean isPrintableAscii(int c) {
    return c >= 0x20 && c < 0x7F;
  }

  /** The Java source. */
  @Override
  public String toString() {
    return java;
  }
}
