package bb.cli;

/** What {@code bbc} ends with. */
final class ExitCode {
  static final int OK = 0;

  /** Something is wrong with what the user wrote or gave. */
  static final int DIAGNOSTICS = 1;

  /** All is well formed, but a check or a budget of the user's own failed. */
  static final int CHECK_FAILED = 2;

  /** The command line cannot be understood. */
  static final int USAGE = 64;

  /** A bug of ours. */
  static final int BUG = 70;

  private ExitCode() {}
}
