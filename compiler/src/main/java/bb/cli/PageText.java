package bb.cli;

/** Lays out a page for the terminal: headings stand out, code is set in. */
final class PageText {
  private static final String BOLD = "\033[1m";
  private static final String CYAN = "\033[36m";
  private static final String PLAIN = "\033[0m";

  private PageText() {}

  static String render(String markdown, boolean colour) {
    StringBuilder text = new StringBuilder();
    boolean code = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (code) {
        text.append(("    " + line).stripTrailing()).append('\n');
      } else if (line.startsWith("#")) {
        text.append(heading(line, colour)).append('\n');
      } else {
        text.append(colour ? inlineCode(line) : line).append('\n');
      }
    }
    return text.toString();
  }

  private static String heading(String line, boolean colour) {
    String title = line.replaceFirst("^#+ ", "");
    return colour ? BOLD + title + PLAIN : title;
  }

  private static String inlineCode(String line) {
    return line.replaceAll("`([^`]+)`", CYAN + "$1" + PLAIN);
  }
}
