package bb.report.draw;

import bb.source.Hidden;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes XML, which is HTML, too, as it is written here. Whatever text it is given is text when it
 * is read: this is the only place where it becomes markup.
 */
public final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values, in turn; one whose value is empty is left out
   */
  public Markup open(String name, Object... attributes) {
    start(name, attributes).out.append('>');
    open.push(name);
    return this;
  }

  /** An element of nothing but its attributes: of SVG, or {@code meta}. */
  public Markup empty(String name, Object... attributes) {
    start(name, attributes).out.append("/>");
    return this;
  }

  /** An element with a text. */
  public Markup element(String name, String text, Object... attributes) {
    return open(name, attributes).text(text).close();
  }

  private Markup start(String name, Object... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      String value =
          attributes[i + 1] instanceof Double number
              ? number(number)
              : String.valueOf(attributes[i + 1]);
      if (!value.isEmpty()) {
        out.append(' ').append(attributes[i]).append("=\"").append(escape(value)).append('"');
      }
    }
    return this;
  }

  /** Ends the element that was begun last. */
  public Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  public Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  public Markup line() {
    out.append('\n');
    return this;
  }

  /** Markup that is part of this program. */
  public Markup own(String markup) {
    out.append(markup);
    return this;
  }

  /** What another one wrote. */
  public Markup all(Markup other) {
    out.append(other.out);
    return this;
  }

  private static String escape(String text) {
    String seen = Hidden.escape(text);
    StringBuilder escaped = new StringBuilder();
    seen.codePoints().forEach(c -> escaped.append(escape(c)));
    return escaped.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      case '\t', '\n', '\r' -> Character.toString(c);
      default ->
          c < ' ' || c == 0xFFFE || c == 0xFFFF
              ? Hidden.escape(c).replace("<", "&lt;").replace(">", "&gt;")
              : Character.toString(c);
    };
  }

  /** A length: a tenth of a pixel is seen by nobody. */
  public static String number(double length) {
    long tenths = Math.round(length * 10);
    String sign = tenths < 0 ? "-" : "";
    long whole = Math.abs(tenths) / 10;
    long rest = Math.abs(tenths) % 10;
    return sign + whole + (rest == 0 ? "" : "." + rest);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
