package bb.importing.read;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import java.util.stream.Stream;

/** Why a model, or one of its nodes, cannot be read: ends the work on it, not the program. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MOST_SHOWN = 300;

  private final transient Diagnostic diagnostic;

  public Refusal(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  public static Refusal of(Code code, String message, Object... arguments) {
    Object[] shown = Stream.of(arguments).map(Refusal::shown).toArray();
    return new Refusal(Diagnostic.general(code, message.formatted(shown)));
  }

  /** A file may have names, and lists, of any length. */
  private static Object shown(Object argument) {
    return argument instanceof Number ? argument : shortened(String.valueOf(argument));
  }

  /** On one line, of a length that can be read. */
  static String shortened(String text) {
    String begin = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    return begin.replaceAll("[\\r\\n]+", " ");
  }

  public Refusal note(String note) {
    return new Refusal(diagnostic.note(shortened(note)));
  }

  public Refusal help(String help) {
    return new Refusal(diagnostic.help(help));
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
