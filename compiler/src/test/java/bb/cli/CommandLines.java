package bb.cli;

import picocli.CommandLine.ParameterException;

/** Command lines of documents, for tests that only ask whether they could be run. */
public final class CommandLines {
  private CommandLines() {}

  /** Why the arguments of {@code bbc} cannot be understood; empty if they can. */
  public static String fault(String... arguments) {
    try {
      Bbc.commandLine(new Session(Terminal.system(), Host.system()), arguments)
          .parseArgs(arguments);
      return "";
    } catch (ParameterException e) {
      return e.getMessage();
    }
  }
}
