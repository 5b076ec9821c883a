package bb.cli;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.diagnostics.TextRenderer;
import bb.runtime.UserError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run of {@code bbc}: where it runs and writes, and what it is doing, should it have to report
 * a bug.
 */
final class Session {
  private final Terminal terminal;
  private final Host host;
  private final SourceReader sources = new SourceReader();
  private String stage = "reading the command line";
  private Optional<Progress> progress = Optional.empty();

  Session(Terminal terminal, Host host) {
    this.terminal = terminal;
    this.host = host;
  }

  Terminal terminal() {
    return terminal;
  }

  Host host() {
    return host;
  }

  SourceReader sources() {
    return sources;
  }

  /** Says what is being done now: {@code elaborating resnet.bb}. */
  void stage(String newStage) {
    stage = newStage;
    if (progress.isPresent()) {
      progress.get().stage(newStage);
    } else if (terminal.interactive()) {
      progress = Optional.of(Progress.start(terminal.err(), newStage));
    }
  }

  /** Says how much of the stage is done. */
  void step(long done, long total) {
    progress.ifPresent(p -> p.step(done, total));
  }

  /** Takes the progress off the screen; what is written now stays. */
  void close() {
    progress.ifPresent(Progress::close);
    progress = Optional.empty();
  }

  String stage() {
    return stage;
  }

  /** Writes a product, as it is. */
  void print(String product) {
    close();
    terminal.out().print(product);
    terminal.out().flush();
  }

  /** Says something that is no mistake: a line, and more about it. */
  void note(String line, List<String> details) {
    close();
    terminal.err().println("note: " + line);
    details.stream()
        .flatMap(String::lines)
        .forEach(detail -> terminal.err().println("  " + detail));
    terminal.err().flush();
  }

  /** Writes what was found to the screen, and returns what the process should end with. */
  int finish(Problems problems) {
    close();
    List<Diagnostic> found = problems.sorted();
    terminal.err().print(TextRenderer.render(found, terminal.colour()));
    terminal.err().flush();
    return exitCode(found);
  }

  /** Writes a mistake that was found while a network ran. */
  int finish(UserError error) {
    // each code of the runtime's is one of ours
    Code code = Code.valueOf(error.code().name());
    Diagnostic problem = Diagnostic.general(code, error.getMessage());
    for (String note : error.notes()) {
      problem = problem.note(note);
    }
    for (String help : error.helps()) {
      problem = problem.help(help);
    }
    Problems problems = new Problems();
    problems.add(problem);
    return finish(problems);
  }

  static int exitCode(List<Diagnostic> found) {
    Set<Severity> kinds = found.stream().map(Diagnostic::severity).collect(Collectors.toSet());
    if (kinds.contains(Severity.ERROR)) {
      return ExitCode.DIAGNOSTICS;
    }
    return kinds.contains(Severity.CHECK) ? ExitCode.CHECK_FAILED : ExitCode.OK;
  }
}
