package bb.cli;

import java.io.PrintStream;

/**
 * Where {@code bbc} writes: what was asked for goes to {@code out}, what there is to say about it
 * to {@code err}.
 *
 * @param colour whether {@code err} may have colours
 * @param outColour whether {@code out} may have colours
 * @param interactive whether somebody watches {@code err}, so that progress is worth showing
 * @param debug whether a bug of ours comes with its stack trace
 */
record Terminal(
    PrintStream out,
    PrintStream err,
    boolean outColour,
    boolean colour,
    boolean interactive,
    boolean debug) {

  /**
   * The terminal of this process. Java cannot tell whether one stream is a terminal; the launcher
   * can, and says so in system properties.
   */
  static Terminal system() {
    return system(System.out);
  }

  /** The same with another stream to standard output. */
  static Terminal system(PrintStream standard) {
    boolean mayColour = !isSet("NO_COLOR") && !"dumb".equals(System.getenv("TERM"));
    boolean err = Boolean.getBoolean("bbc.terminal.err");
    boolean out = Boolean.getBoolean("bbc.terminal.out");
    return new Terminal(
        standard, System.err, mayColour && out, mayColour && err, err, isSet("BBC_DEBUG"));
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isEmpty();
  }
}
