package bb.runtime.io;

import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON strictly: what the library's own tree would let pass (a name given twice, text after
 * the end, nesting that overflows the stack) is malformed here. Objects become maps in the text's
 * order, arrays lists, numbers {@link Number}s whose {@code toString} is the number as written.
 */
public final class Json {
  private static final int MAX_DEPTH = 64;

  /**
   * The text is not JSON; the message says where and why, as a clause. {@code duplicate} is the
   * name that an object gives twice, if that is the reason.
   */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String duplicate;

    private Malformed(String reason, @Nullable String duplicate) {
      super(reason);
      this.duplicate = duplicate;
    }

    private Malformed(String reason) {
      this(reason, null);
    }

    Optional<String> duplicate() {
      return Optional.ofNullable(duplicate);
    }
  }

  private Json() {}

  public static @Nullable Object parse(String text) throws Malformed {
    try {
      JsonReader reader = JsonReader.from(text);
      Object value = value(reader, 0);
      refuseTail(text);
      return value;
    } catch (JsonParserException e) {
      // the library's wording counts token numbers; its place is what helps
      throw new Malformed(
          Message.of(
              "it is not JSON at line %d, character %d", e.getLinePosition(), e.getCharPosition()));
    }
  }

  private static @Nullable Object value(JsonReader reader, int depth)
      throws JsonParserException, Malformed {
    if (depth > MAX_DEPTH) {
      throw new Malformed("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    return switch (reader.current()) {
      case OBJECT -> object(reader, depth);
      case ARRAY -> array(reader, depth);
      case NUMBER -> reader.number();
      case STRING -> reader.string();
      case BOOLEAN -> reader.bool();
      case NULL -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonReader reader, int depth)
      throws JsonParserException, Malformed {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    reader.object();
    while (reader.next()) {
      String key = reader.key();
      if (members.containsKey(key)) {
        throw new Malformed("it gives `" + key + "` twice", key);
      }
      members.put(key, value(reader, depth + 1));
    }
    return members;
  }

  private static List<@Nullable Object> array(JsonReader reader, int depth)
      throws JsonParserException, Malformed {
    List<@Nullable Object> elements = new ArrayList<>();
    reader.array();
    while (reader.next()) {
      elements.add(value(reader, depth + 1));
    }
    return elements;
  }

  /** The reader stops at the end of the first value; anything but blanks after it is an error. */
  private static void refuseTail(String text) throws Malformed {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth == 0 && !text.substring(i + 1).isBlank()) {
          throw new Malformed("text follows the end of its JSON value");
        }
      }
    }
  }
}
