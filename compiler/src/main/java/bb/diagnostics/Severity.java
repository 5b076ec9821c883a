package bb.diagnostics;

import java.util.Locale;

/** What a diagnostic means for the run that found it. */
public enum Severity {
  /** The source or the command line is wrong; what depends on it is not done. */
  ERROR,

  /** A check or a budget of the user's own failed. */
  CHECK,

  /** The source is right, and probably not what its author meant; all goes on. */
  WARNING;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
