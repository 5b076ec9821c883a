package bb.runtime.cli;

import bb.runtime.UserError;
import bb.runtime.Version;
import bb.runtime.Visible;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Tells the user what went wrong, on standard error, and picks the exit code. */
final class Failure {
  private Failure() {}

  /** What the user can mend, or how to report a bug of ours. */
  static int report(Throwable failure, PrintStream err) {
    if (failure instanceof UserError error) {
      err.print(error.text());
      err.flush();
      return ExitCode.ERROR;
    }
    if (failure instanceof OutOfMemoryError) {
      err.println("error: out of memory");
      err.println("  help: give the JVM more with `-Xmx`");
      err.println("  help: or give it less at a time: fewer examples, smaller pictures");
      return ExitCode.ERROR;
    }
    err.println("bug: " + Visible.lines(failure.toString()));
    err.println("  this is a mistake in bb " + Version.TEXT + ", not in your data");
    err.println("  please report it with the command, the files and these lines:");
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String indented = trace.toString().replace("\t", "  "); // a tab is one that moves the cursor
    indented.lines().forEach(line -> err.println("  " + Visible.line(line)));
    return ExitCode.BUG;
  }
}
