package bb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script that completes bbc's commands and options in a shell.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(bbc completion bash)                               now, in bash",
      "  bbc completion zsh > ~/.zfunc/_bbc                          in a folder of fpath",
      "  bbc completion fish > ~/.config/fish/completions/bbc.fish",
    })
final class CompletionCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "bash|zsh|fish",
      converter = Words.Shells.class,
      description = "The shell.")
  private Words.Shell shell;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.print(Completion.script(shell, spec.root().commandLine()));
    return ExitCode.OK;
  }
}
