package bb.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import picocli.CommandLine.ParameterException;

/** Command lines of documents, for tests that only ask whether they could be run. */
public final class CommandLines {
  private CommandLines() {}

  /** Runs {@code bbc} and says how it ended; what it prints is dropped. */
  public static int run(String... arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Main.run(
        new Terminal(nowhere, nowhere, false, false, false, false), Host.system(), arguments);
  }

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
