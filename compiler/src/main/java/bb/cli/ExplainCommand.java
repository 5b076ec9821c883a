package bb.cli;

import bb.diagnostics.Code;
import bb.diagnostics.Problems;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Explains a diagnostic: what it means, an example, how to mend it.",
      "Without a code it lists them all."
    },
    footerHeading = "%nExample:%n",
    footer = "  bbc explain BB0101")
final class ExplainCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "CODE",
      description = "The code, as in error[BB0101]; 0101 and bb0101 do too, and a warning's name.")
  private Optional<String> code;

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (code.isEmpty()) {
      session.print(all());
      return ExitCode.OK;
    }
    Optional<Code> found = Code.find(code.get());
    if (found.isEmpty()) {
      Problems problems = new Problems();
      problems.add(CommandProblems.unknownCode(code.get()));
      return session.finish(problems);
    }
    session.print(PageText.render(Pages.read(found.get()), session.terminal().outColour()));
    return ExitCode.OK;
  }

  private static String all() {
    return Stream.of(Code.values())
        .map(c -> c.name() + "  " + c.title() + c.warning().map(", "::concat).orElse("") + '\n')
        .collect(Collectors.joining());
  }
}
