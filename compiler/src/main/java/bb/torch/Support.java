package bb.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What bb's layers need and PyTorch has no name for, as Python that a file takes along: functions
 * and classes of {@code support.py}, each with those that it uses.
 */
final class Support {
  private static final Map<String, String> PARTS = parts();

  /** Names that no class of a file may have. */
  static final Set<String> NAMES = Set.copyOf(PARTS.keySet());

  private Support() {}

  /** The parts that some text uses, in the order of the file. */
  static List<String> of(String text) {
    Set<String> used = new java.util.HashSet<>();
    add(text, used);
    List<String> parts = new ArrayList<>();
    PARTS.forEach((name, part) -> {
      if (used.contains(name)) {
        parts.add(part);
      }
    });
    return parts;
  }

  private static void add(String text, Set<String> used) {
    PARTS.forEach((name, part) -> {
      boolean calls = Pattern.compile("(?<![\\w.])" + name + "\\(").matcher(text).find();
      if (calls && used.add(name)) {
        add(part, used);
      }
    });
  }

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    Pattern head = Pattern.compile("(?m)^(?:def|class) (\\w+)");
    String source = source();
    Matcher matcher = head.matcher(source);
    String name = "";
    int start = 0;
    while (matcher.find()) {
      if (!name.isEmpty()) {
        parts.put(name, source.substring(start, matcher.start()).strip());
      }
      name = matcher.group(1);
      start = matcher.start();
    }
    parts.put(name, source.substring(start).strip());
    return parts;
  }

  private static String source() {
    try (InputStream stream = Support.class.getResourceAsStream("support.py")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
