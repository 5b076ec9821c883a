package bb.cli;

import bb.runtime.Visible;
import java.io.PrintStream;
import java.util.List;

/**
 * What is said when {@code bbc} itself has failed: all that somebody who is to mend it asks for.
 */
final class Bug {
  private Bug() {}

  static void report(Session session, Throwable failure, String... args) {
    PrintStream err = session.terminal().err();
    err.println("bug in bbc: " + Visible.lines(failure.toString()));
    err.println("  version  " + Version.number() + " on Java " + Runtime.version());
    err.println("  command  bbc " + Visible.line(String.join(" ", List.of(args))));
    err.println("  stage    " + session.stage());
    if (session.terminal().debug()) {
      failure.printStackTrace(err);
    } else {
      err.println("This is our mistake, not yours. Please report it with the lines above,");
      err.println("the .bb file, and the stack trace that BBC_DEBUG=1 adds.");
    }
    err.flush();
  }
}
