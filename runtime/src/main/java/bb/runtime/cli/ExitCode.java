package bb.runtime.cli;

/** What a compiled jar ends with; the same as {@code bbc}. */
final class ExitCode {
  static final int OK = 0;

  /** The user's data are wrong, and it was said how. */
  static final int ERROR = 1;

  /** The command line is wrong. */
  static final int USAGE = 64;

  /** We are wrong. */
  static final int BUG = 70;

  private ExitCode() {}
}
