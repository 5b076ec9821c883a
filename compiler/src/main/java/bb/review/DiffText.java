package bb.review;

import java.util.List;
import java.util.Locale;

/** Changes for people. */
public final class DiffText {
  private DiffText() {}

  /**
   * A list for the terminal.
   *
   * @param title what is compared
   */
  public static String text(String title, List<Change> changes) {
    if (changes.isEmpty()) {
      return title + ": nothing has changed\n";
    }
    StringBuilder text = new StringBuilder(title).append('\n');
    for (Change change : changes) {
      text.append(String.format(Locale.ROOT, "  %-8s  %s\n", change.kind(), change.text()));
    }
    return text.toString();
  }

  /** A table for a pull request. */
  public static String markdown(String title, List<Change> changes) {
    if (changes.isEmpty()) {
      return "**" + title + "**: nothing has changed\n";
    }
    StringBuilder text = new StringBuilder("**").append(title).append("**\n\n");
    text.append("| class | change |\n| --- | --- |\n");
    for (Change change : changes) {
      String cell = change.text().replace("|", "\\|").replace("<", "&lt;");
      text.append("| %s | %s |\n".formatted(change.kind(), cell));
    }
    return text.append('\n').toString();
  }
}
