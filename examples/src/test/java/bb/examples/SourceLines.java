package bb.examples;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long sources are, blank lines and comments not counted. */
final class SourceLines {
  private static final Pattern IMPORT = Pattern.compile("import \"(.*)\"");
  private static final Pattern DECLARED =
      Pattern.compile("(?:inline )?(block|network|let|const) (\\w+).*");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private final Map<String, StringBuilder> declared = new HashMap<>();
  private final Set<Path> read = new HashSet<>();

  private SourceLines() {}

  static int code(String text) {
    return Math.toIntExact(
        text.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("#")).count());
  }

  /** The lines of a network and of all that it is made with, but for the standard library. */
  static int of(String network, Path file) {
    SourceLines lines = new SourceLines();
    lines.read(file.normalize());
    Set<String> used = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(network));
    int count = 0;
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!lines.declared.containsKey(name) || !used.add(name)) {
        continue;
      }
      String text = lines.declared.get(name).toString();
      count += code(text);
      Matcher words = WORD.matcher(text);
      while (words.find()) {
        open.add(words.group());
      }
    }
    return count;
  }

  private void read(Path file) {
    if (!read.add(file)) {
      return;
    }
    StringBuilder current = new StringBuilder();
    for (String line : Examples.lines(file)) {
      Matcher imported = IMPORT.matcher(line);
      Matcher begins = DECLARED.matcher(line);
      if (imported.lookingAt()) {
        read(file.resolveSibling(imported.group(1)).normalize());
      } else if (begins.matches()) {
        current = new StringBuilder(line).append('\n');
        if (!begins.group(1).matches("let|const")) { // lists of labels are no part of a network
          declared.put(begins.group(2), current);
        }
      } else if (!line.startsWith("#")) {
        current.append(line).append('\n');
      }
    }
  }
}
