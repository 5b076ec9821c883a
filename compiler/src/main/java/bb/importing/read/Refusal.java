package bb.importing.read;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;

/** Why a model, or one of its nodes, cannot be read: ends the work on it, not the program. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  public Refusal(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  public static Refusal of(Code code, String message, Object... arguments) {
    return new Refusal(Diagnostic.general(code, message.formatted(arguments)));
  }

  public Refusal note(String note) {
    return new Refusal(diagnostic.note(note));
  }

  public Refusal help(String help) {
    return new Refusal(diagnostic.help(help));
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
