package bb.syntax;

import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rewrites what stands before a body in other languages: {@code for i in range(4)}. */
final class Heads {
  private static final Pattern COUNTED =
      Pattern.compile("for\\s+(.+?)\\s+in\\s+range\\(([^,]+?)(?:,\\s*([^,]+?))?\\)\\s*");
  private static final Pattern EACH = Pattern.compile("for\\s+(.+?)\\s+in\\s+(.+)", Pattern.DOTALL);
  private static final Pattern COUNTER =
      Pattern.compile(
          "for\\s*\\((?:\\w+\\s+)?(\\w+)\\s*=\\s*(\\w+)\\s*;\\s*\\1\\s*<\\s*([\\w.]+)\\s*;.*\\)\\s*",
          Pattern.DOTALL);
  private static final Pattern FUNCTION =
      Pattern.compile("def\\s+(\\w+)\\s*(?:\\((.*)\\))?\\s*(?:->.*)?", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("class\\s+(\\w+).*", Pattern.DOTALL);

  private Heads() {}

  /**
   * @param body what follows: a network declares an input, and a variable of a loop may be unused
   */
  static String fixed(Span head, String body) {
    boolean isNetwork = body.lines().anyMatch(line -> line.strip().startsWith("input "));
    String text = head.text().strip();
    String keyword = isNetwork ? "network " : "block ";
    Matcher match = COUNTED.matcher(text);
    if (match.matches()) {
      String range =
          match.group(3) == null ? "0.." + match.group(2) : match.group(2) + ".." + match.group(3);
      boolean unused = match.group(3) == null && !mentions(body, match.group(1));
      return unused ? "repeat " + match.group(2) : "repeat " + pattern(match.group(1)) + range;
    }
    if ((match = COUNTER.matcher(text)).matches()) {
      String count = match.group(2).equals("0") ? match.group(3) : "";
      return count.isEmpty() || mentions(body, match.group(1))
          ? "repeat " + pattern(match.group(1)) + match.group(2) + ".." + match.group(3)
          : "repeat " + count;
    }
    if ((match = EACH.matcher(text)).matches()) {
      return "repeat " + pattern(match.group(1)) + match.group(2);
    }
    if ((match = FUNCTION.matcher(text)).matches()) {
      String parameters = match.group(2) == null ? "" : parameters(match.group(2));
      return keyword + match.group(1) + (parameters.isEmpty() ? "" : "(" + parameters + ")");
    }
    if ((match = CLASS.matcher(text)).matches()) {
      return keyword + match.group(1);
    }
    return text.replaceFirst("^elif\\b", "else if");
  }

  private static boolean mentions(String body, String name) {
    return Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(body).find();
  }

  private static String pattern(String names) {
    boolean tuple = names.contains(",") && !names.startsWith("(");
    return (tuple ? "(" + names + ")" : names) + " in ";
  }

  /** Parameters with a type each. */
  private static String parameters(String list) {
    List<String> typed = new ArrayList<>();
    for (String parameter : list.split(",(?![^(\\[]*[)\\]])")) {
      String text = parameter.strip();
      if (text.isEmpty() || text.equals("self") || text.startsWith("*")) {
        continue;
      }
      int equals = text.indexOf('=');
      String name = (equals < 0 ? text : text.substring(0, equals)).strip();
      String value = equals < 0 ? "" : text.substring(equals + 1).strip();
      String type =
          value.matches("[0-9.]*\\.[0-9]+")
              ? "float"
              : value.matches("True|False") ? "bool" : "int";
      String ours = value.equals("True") ? "true" : value.equals("False") ? "false" : value;
      typed.add(
          (name.contains(":") ? name : name + ": " + type) + (ours.isEmpty() ? "" : " = " + ours));
    }
    return String.join(", ", typed);
  }
}
