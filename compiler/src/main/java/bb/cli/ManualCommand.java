package bb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "manual",
    mixinStandardHelpOptions = true,
    description = "Prints the manual page of bbc, for man.",
    footerHeading = "%nExamples:%n",
    footer = {"  bbc manual | man -l -"})
final class ManualCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  ManualCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.print(ManualPage.of(spec.root().commandLine()));
    return ExitCode.OK;
  }
}
