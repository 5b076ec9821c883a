package bb.runtime;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something the user can mend: a missing tensor, an unreadable image, an input of the wrong size.
 * Never a bug of ours. The message stands alone; notes say why, and only helps say what to do. Each
 * is a line that no name in it can break: see {@link Visible}.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String[] notes; // arrays, as javac knows of them that they can be serialized
  private final String[] helps;

  /**
   * @param message what is wrong; it stands alone
   */
  public UserError(ErrorCode code, String message) {
    this(code, message, new String[0], new String[0]);
  }

  private UserError(ErrorCode code, String message, String[] notes, String[] helps) {
    super(Visible.line(Objects.requireNonNull(message, "message")));
    this.code = Objects.requireNonNull(code, "code");
    this.notes = notes;
    this.helps = helps;
  }

  /** The same with a reason more, of one line or several. */
  public UserError note(String... lines) {
    String note =
        Stream.of(Objects.requireNonNull(lines, "lines"))
            .map(Visible::line)
            .collect(Collectors.joining("\n"));
    return new UserError(code, getMessage(), plus(notes, note), helps);
  }

  /** The same with one more thing to do. */
  public UserError help(String help) {
    return new UserError(
        code, getMessage(), notes, plus(helps, Visible.line(Objects.requireNonNull(help, "help"))));
  }

  private static String[] plus(String[] items, String item) {
    return Stream.concat(Stream.of(items), Stream.of(item)).toArray(String[]::new);
  }

  public ErrorCode code() {
    return code;
  }

  /** Why it is so; a note may have several lines. */
  public List<String> notes() {
    return List.of(notes);
  }

  /** What to do, each a line. */
  public List<String> helps() {
    return List.of(helps);
  }

  /** The whole of it as {@code bbc} and compiled networks print it, in lines that end. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("error[").append(code).append("]: ").append(getMessage()).append('\n');
    for (String note : notes) {
      text.append("  note: ").append(note.replace("\n", "\n        ")).append('\n');
    }
    for (String help : helps) {
      text.append("  help: ").append(help).append('\n');
    }
    return text.toString();
  }

  /**
   * {@link #text} behind the class's name, so that a log or the trace of an exception that nobody
   * caught has the code, the reasons and what to do.
   */
  @Override
  public String toString() {
    return getClass().getName() + ": " + text().stripTrailing();
  }
}
