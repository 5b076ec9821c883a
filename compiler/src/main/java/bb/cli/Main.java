package bb.cli;

import bb.diagnostics.Problems;
import bb.runtime.UserError;
import bb.runtime.Visible;
import bb.runtime.io.StandardOutput;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where {@code bbc} begins and where every failure ends. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    StandardOutput out = StandardOutput.ofProcess();
    Terminal terminal = Terminal.system(out);
    int status = run(terminal, Host.system(), args);
    System.exit(
        out.error()
            .map(error -> failure(new Session(terminal, Host.system()), error, args))
            .orElse(status));
  }

  /** Runs one command line and returns what the process should end with. */
  static int run(Terminal terminal, Host host, String... args) {
    // what bbc prints does not depend on where it runs
    Locale.setDefault(Locale.ROOT);
    Session session = new Session(terminal, host);
    CommandLine commandLine =
        Bbc.commandLine(session, args)
            .setOut(new PrintWriter(terminal.out(), true))
            .setErr(new PrintWriter(terminal.err(), true))
            .setUsageHelpWidth(100)
            .setAbbreviatedOptionsAllowed(false)
            .setColorScheme(
                Help.defaultColorScheme(terminal.outColour() ? Help.Ansi.ON : Help.Ansi.OFF))
            .setParameterExceptionHandler((e, _) -> usage(session, e))
            .setExecutionExceptionHandler((e, _, _) -> failure(session, e, args));
    try {
      return commandLine.execute(args);
    } catch (Error e) {
      return failure(session, e, args);
    }
  }

  private static int usage(Session session, ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("error: " + Visible.lines(message(e)));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private static String message(ParameterException e) {
    boolean atCommand = e.getCommandLine().getParent() == null;
    if (atCommand && e instanceof UnmatchedArgumentException u && !u.isUnknownOption()) {
      return "there is no command '%s'".formatted(u.getUnmatched().getFirst());
    }
    String message = e.getMessage();
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  /** Says what has failed, and returns what the process should end with. */
  static int failure(Session session, Throwable e, String[] args) {
    session.close();
    return switch (e) {
      case UserError error -> session.finish(new Problems(), error);
      case OutOfMemoryError _ -> {
        session.terminal().err().println("error: out of memory while " + session.stage());
        session.terminal().err().println("  help: give it more: `BBC_JAVA_OPTS=-Xmx8g bbc …`");
        yield ExitCode.DIAGNOSTICS;
      }
      default -> {
        Bug.report(session, e, args);
        yield ExitCode.BUG;
      }
    };
  }
}
